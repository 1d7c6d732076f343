package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Op is one operation of the REST API: its method and path.
type Op string

// The operations that the fake knows.
const (
	GetGateway     Op = "GET /gateway"
	GetGatewayBot  Op = "GET /gateway/bot"
	GetMe          Op = "GET /users/@me"
	GetApplication Op = "GET /applications/@me"
	GetMyGuilds    Op = "GET /users/@me/guilds"
	CreateDM       Op = "POST /users/@me/channels"

	GetGuild    Op = "GET /guilds/{guild}"
	GetRoles    Op = "GET /guilds/{guild}/roles"
	GetChannels Op = "GET /guilds/{guild}/channels"
	GetMembers  Op = "GET /guilds/{guild}/members"
	GetMember   Op = "GET /guilds/{guild}/members/{user}"

	GetChannel    Op = "GET /channels/{channel}"
	GetMessage    Op = "GET /channels/{channel}/messages/{message}"
	CreateMessage Op = "POST /channels/{channel}/messages"
	EditMessage   Op = "PATCH /channels/{channel}/messages/{message}"
	DeleteMessage Op = "DELETE /channels/{channel}/messages/{message}"

	Callback       Op = "POST /interactions/{interaction}/{token}/callback"
	GetOriginal    Op = "GET /webhooks/{application}/{token}/messages/@original"
	EditOriginal   Op = "PATCH /webhooks/{application}/{token}/messages/@original"
	DeleteOriginal Op = "DELETE /webhooks/{application}/{token}/messages/@original"
	FollowUp       Op = "POST /webhooks/{application}/{token}"
	EditFollowUp   Op = "PATCH /webhooks/{application}/{token}/messages/{message}"
	DeleteFollowUp Op = "DELETE /webhooks/{application}/{token}/messages/{message}"

	GetCommands      Op = "GET /applications/{application}/commands"
	SetCommands      Op = "PUT /applications/{application}/commands"
	GetGuildCommands Op = "GET /applications/{application}/guilds/{guild}/commands"
	SetGuildCommands Op = "PUT /applications/{application}/guilds/{guild}/commands"
)

// Request is one request that the fake got.
type Request struct {
	Op     Op // empty when there is no such operation
	Method string
	Path   string // without "/api/v10"
	Query  url.Values
	// Authorized tells that it carried the bot's token.
	Authorized bool
	// Body is the JSON body; of a multipart request its payload_json.
	Body   json.RawMessage
	Files  []File
	At     time.Time
	Status int // how it was answered; 0 while it is not, or when the connection was dropped
}

// File is an uploaded file.
type File struct {
	Field, Name, ContentType string
	Data                     []byte
}

func (r Request) String() string {
	return fmt.Sprintf("%s %s → %d %.300s", r.Method, r.Path, r.Status, r.Body)
}

// maxBody bounds what is read of a request; Discord's own limit is 25 MiB.
const maxBody = 25 << 20

// read takes a request apart.
func read(r *http.Request) (Request, error) {
	req := Request{Method: r.Method, Path: unversioned(r.URL.Path), Query: r.URL.Query()}
	if r.Body == nil {
		return req, nil
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body := io.LimitReader(r.Body, maxBody)
	if err == nil && kind == "multipart/form-data" {
		return req, req.parts(multipart.NewReader(body, params["boundary"]))
	}
	raw, err := io.ReadAll(body)
	if err != nil {
		return req, fmt.Errorf("reading a body: %w", err)
	}
	if len(raw) > 0 {
		req.Body = raw
		if kind != "application/json" {
			return req, fmt.Errorf("a body of type %q", kind)
		}
		if !json.Valid(raw) {
			return req, fmt.Errorf("no JSON: %.200q", raw)
		}
	}
	return req, nil
}

// parts reads a multipart body.
func (r *Request) parts(m *multipart.Reader) error {
	for {
		p, err := m.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading a multipart body: %w", err)
		}
		data, err := io.ReadAll(p)
		if err != nil {
			return fmt.Errorf("reading a multipart body: %w", err)
		}
		if p.FormName() == "payload_json" {
			r.Body = data
			if !json.Valid(data) {
				return fmt.Errorf("payload_json is no JSON: %.200q", data)
			}
			continue
		}
		r.Files = append(r.Files, File{p.FormName(), p.FileName(), p.Header.Get("Content-Type"), data})
	}
}

// unversioned cuts "/api/v10" off a path. discordgo speaks v9 of the same operations.
func unversioned(path string) string {
	path = strings.TrimPrefix(path, "/api")
	for _, v := range []string{"/v10/", "/v9/"} {
		if rest, ok := strings.CutPrefix(path, v); ok {
			return "/" + rest
		}
	}
	return path
}

// Requests lists what was asked so far, of the operations named or of all.
func (s *Server) Requests(ops ...Op) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Request
	for _, r := range s.requests {
		if len(ops) == 0 || slices.Contains(ops, r.Op) {
			found = append(found, *r)
		}
	}
	return found
}
