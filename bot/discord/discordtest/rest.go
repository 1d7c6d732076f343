package discordtest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// call is a request on its way to an answer.
type call struct {
	*Request
	http *http.Request
}

func (c call) path(name string) string { return c.http.PathValue(name) }

// operation answers one kind of request: a body and 200, none and 204, or a refusal.
type operation func(c call) (any, *apiError)

// routes knows every operation. They are called with the lock held.
func (s *Server) routes() {
	table := map[Op]operation{
		GetGateway: func(call) (any, *apiError) { return object{"url": s.gatewayURL()}, nil },
		GetGatewayBot: func(call) (any, *apiError) {
			return s.Gateway.Bot(s.gatewayURL(), s.expected()), nil
		},
		GetMe:            func(call) (any, *apiError) { return s.bot, nil },
		GetApplication:   func(call) (any, *apiError) { return s.application(), nil },
		GetMyGuilds:      func(call) (any, *apiError) { return s.present(), nil },
		CreateDM:         s.createDM,
		GetGuild:         s.inGuild(func(g *Guild, _ call) (any, *apiError) { return g, nil }),
		GetRoles:         s.inGuild(func(g *Guild, _ call) (any, *apiError) { return g.Roles, nil }),
		GetChannels:      s.inGuild(func(g *Guild, _ call) (any, *apiError) { return g.Channels, nil }),
		GetMembers:       s.inGuild(func(*Guild, call) (any, *apiError) { return nil, refusal(MissingAccess) }), // without the privileged intent
		GetMember:        s.inGuild(getMember),
		GetChannel:       s.inChannel(0, func(ch *Channel, _ call) (any, *apiError) { return ch, nil }),
		GetMessage:       s.inChannel(ReadMessageHistory, s.getMessage),
		CreateMessage:    s.inChannel(SendMessages, s.createMessage),
		EditMessage:      s.inChannel(0, s.editMessage),
		DeleteMessage:    s.inChannel(0, s.deleteMessage),
		Callback:         s.callback,
		GetOriginal:      s.original(func(_ call, m *Message) (any, *apiError) { return m, nil }),
		EditOriginal:     s.original(s.edit),
		DeleteOriginal:   s.original(remove),
		FollowUp:         s.followUp,
		EditFollowUp:     s.followed(s.edit),
		DeleteFollowUp:   s.followed(remove),
		GetCommands:      s.getCommands,
		SetCommands:      s.setCommands,
		GetGuildCommands: s.inGuild(func(_ *Guild, c call) (any, *apiError) { return s.getCommands(c) }),
		SetGuildCommands: s.inGuild(func(_ *Guild, c call) (any, *apiError) { return s.setCommands(c) }),
	}
	s.mux = http.NewServeMux()
	for op, do := range table {
		s.mux.HandleFunc(string(op), func(w http.ResponseWriter, r *http.Request) { s.answer(w, r, op, do) })
	}
	s.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.answer(w, r, "", func(call) (any, *apiError) { return nil, &apiError{http.StatusNotFound, 0, "404: Not Found"} })
	})
}

// tokenless are the operations that need no bot token: their path carries one, or nothing secret is said.
var tokenless = []Op{GetGateway, Callback, GetOriginal, EditOriginal, DeleteOriginal, FollowUp, EditFollowUp, DeleteFollowUp}

// answer records a request and answers it, or lets it go wrong where it shall.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, op Op, do operation) {
	req, err := read(r)
	req.Op, req.At = op, s.now()
	req.Authorized = r.Header.Get("Authorization") == "Bot "+Token
	s.mu.Lock()
	s.requests = append(s.requests, &req)
	if err != nil {
		s.wrong("%s %s: %v", req.Method, req.Path, err)
	}
	s.mu.Unlock()
	noted := &noting{ResponseWriter: w}
	defer func() { // also when the connection is dropped
		s.mu.Lock()
		defer s.mu.Unlock()
		req.Status = noted.status
	}()
	usual := func(w http.ResponseWriter, r *http.Request) { s.usual(w, call{&req, r}, do) }
	if f := s.fault(op); f != nil {
		f(noted, r, usual)
		return
	}
	usual(noted, r)
}

func (s *Server) usual(w http.ResponseWriter, c call, do operation) {
	if !c.Authorized && !slices.Contains(tokenless, c.Op) {
		refusal(0).write(w)
		return
	}
	s.mu.Lock()
	body, refused := do(c)
	var raw json.RawMessage
	if body != nil {
		raw = clone(body)
	}
	s.mu.Unlock()
	switch {
	case refused != nil:
		refused.write(w)
	case raw == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(raw)
	}
}

// noting remembers how a request was answered.
type noting struct {
	http.ResponseWriter
	status int
}

func (n *noting) WriteHeader(status int) {
	n.status = status
	n.ResponseWriter.WriteHeader(status)
}

func (n *noting) Write(p []byte) (int, error) {
	if n.status == 0 {
		n.status = http.StatusOK
	}
	return n.ResponseWriter.Write(p)
}

// Unwrap serves http.ResponseController.
func (n *noting) Unwrap() http.ResponseWriter { return n.ResponseWriter }

func (s *Server) gatewayURL() string {
	return "ws" + strings.TrimPrefix(cmp.Or(s.URL, "http://discord.example"), "http") + "/gateway"
}

// application is what the developer portal knows of the bot.
func (s *Server) application() any {
	return object{
		"id": ApplicationID, "name": "Amicable", "description": "", "verify_key": s.PublicKey(), "bot": s.bot, "flags": 0,
		"bot_public": true, "bot_require_code_grant": false, "approximate_guild_count": len(s.guilds),
		"interactions_endpoint_url": s.endpoint.Load(),
	}
}

// present are the guilds the bot is in, as lists name them.
func (s *Server) present() any {
	found := []object{}
	for _, g := range s.guilds {
		if !g.Gone {
			found = append(found, object{"id": g.ID, "name": g.Name, "owner": false, "permissions": "0", "features": []string{}})
		}
	}
	return found
}

func (s *Server) createDM(c call) (any, *apiError) {
	var body struct {
		Recipient string `json:"recipient_id"`
	}
	if json.Unmarshal(c.Body, &body) != nil {
		return nil, refusal(InvalidForm)
	}
	u, known := s.users[body.Recipient]
	if !known {
		return nil, refusal(UnknownUser)
	}
	if u.Bot {
		return nil, refusal(CannotMessageUser)
	}
	return s.direct(u), nil
}

// inGuild finds the guild that a path names.
func (s *Server) inGuild(do func(*Guild, call) (any, *apiError)) operation {
	return func(c call) (any, *apiError) {
		g, known := s.guild(c.path("guild"))
		if !known {
			return nil, refusal(UnknownGuild)
		}
		return do(g, c)
	}
}

func getMember(g *Guild, c call) (any, *apiError) {
	m, known := g.member(c.path("user"))
	if !known {
		return nil, refusal(UnknownMember)
	}
	return m, nil
}

// inChannel finds the channel that a path names, where the bot must have rights beside seeing it.
func (s *Server) inChannel(need Permissions, do func(*Channel, call) (any, *apiError)) operation {
	return func(c call) (any, *apiError) {
		ch, known := s.channels[c.path("channel")]
		if !known {
			return nil, refusal(UnknownChannel)
		}
		if ch.Kind == DirectChannel {
			if ch.Recipients[0].Closed && need&SendMessages != 0 {
				return nil, refusal(CannotMessageUser)
			}
			return do(ch, c)
		}
		g, known := s.guild(ch.GuildID)
		if !known {
			return nil, refusal(UnknownChannel)
		}
		if ch.Kind == PublicThread && need&SendMessages != 0 {
			need = need&^SendMessages | SendInThreads
		}
		me, _ := g.member(s.bot.ID)
		may := me.May(ch)
		switch {
		case may&ViewChannel == 0:
			return nil, refusal(MissingAccess)
		case may&need != need:
			return nil, refusal(MissingPermissions)
		}
		return do(ch, c)
	}
}

func (s *Server) messageIn(ch *Channel, c call) (*Message, *apiError) {
	m, known := s.messages[c.path("message")]
	if !known || m.ChannelID != ch.ID || m.Deleted || m.Private() {
		return nil, refusal(UnknownMessage)
	}
	return m, nil
}

func (s *Server) getMessage(ch *Channel, c call) (any, *apiError) {
	m, refused := s.messageIn(ch, c)
	if refused != nil {
		return nil, refused
	}
	return m, nil
}

// nonceTime is Discord's "past few minutes".
const nonceTime = 3 * time.Minute

func (s *Server) createMessage(ch *Channel, c call) (any, *apiError) {
	var once struct {
		Nonce   string `json:"nonce"`
		Enforce bool   `json:"enforce_nonce"`
	}
	if json.Unmarshal(c.Body, &once) != nil {
		return nil, refusal(InvalidForm)
	}
	if before := s.posted[once.Nonce]; once.Enforce && before != nil && s.now().Sub(before.At) < nonceTime {
		return before, nil
	}
	m := s.newMessage(ch.ID)
	if refused := s.write(m, c.Body, c.Files); refused != nil {
		return nil, refused
	}
	if once.Enforce && once.Nonce != "" {
		s.posted[once.Nonce] = m
	}
	m.Flags &^= flagEphemeral // there is nobody it could be private to
	s.messages[m.ID] = m
	return m, nil
}

func (s *Server) editMessage(ch *Channel, c call) (any, *apiError) {
	m, refused := s.messageIn(ch, c)
	if refused != nil {
		return nil, refused
	}
	if m.Author.ID != s.bot.ID {
		return nil, refusal(MissingPermissions)
	}
	return s.edit(c, m)
}

func (s *Server) deleteMessage(ch *Channel, c call) (any, *apiError) {
	m, refused := s.messageIn(ch, c)
	if refused != nil {
		return nil, refused
	}
	if m.Author.ID != s.bot.ID {
		return nil, refusal(MissingPermissions)
	}
	return remove(c, m)
}

// edit changes a message of the bot's.
func (s *Server) edit(c call, m *Message) (any, *apiError) {
	changed := *m
	if refused := s.write(&changed, c.Body, c.Files); refused != nil {
		return nil, refused
	}
	at := s.now().UTC()
	changed.Edited = &at
	changed.Flags &^= flagLoading
	*m = changed
	return m, nil
}

func remove(_ call, m *Message) (any, *apiError) {
	m.Deleted = true
	return nil, nil
}
