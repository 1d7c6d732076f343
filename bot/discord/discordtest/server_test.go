package discordtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// ask sends a request as the bot and returns the status and the answer.
func ask(t *testing.T, s *Server, method, path, body string) (int, string) {
	t.Helper()
	r := httptest.NewRequest(method, "https://discord.example/api/v10"+path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bot "+Token)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return send(t, s, r)
}

func send(t *testing.T, s *Server, r *http.Request) (int, string) {
	t.Helper()
	res, err := s.RoundTrip(r)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func want(t *testing.T, s *Server, method, path, body string, status int, says string) string {
	t.Helper()
	got, text := ask(t, s, method, path, body)
	if got != status || !strings.Contains(text, says) {
		t.Errorf("%s %s: %d %s, want %d with %q", method, path, got, text, status, says)
	}
	return text
}

// quiet is a Discord without a judge: these tests are about mistakes too.
func quiet() (*Server, *Guild, *Member) {
	s := NewServer(time.Now)
	g := s.AddGuild("Ours")
	return s, g, g.AddMember("Ann")
}

func TestWhoIsThere(t *testing.T) {
	s, g, ann := quiet()
	want(t, s, "GET", "/users/@me", "", 200, `"bot":true`)
	want(t, s, "GET", "/applications/@me", "", 200, s.PublicKey())
	want(t, s, "GET", "/gateway/bot", "", 200, `"shards":1`)
	want(t, s, "GET", "/guilds/"+g.ID, "", 200, "@everyone")
	want(t, s, "GET", "/guilds/"+g.ID+"/members/"+ann.User.ID, "", 200, `"username":"Ann"`)
	want(t, s, "GET", "/guilds/1", "", 404, "10004")
	want(t, s, "GET", "/guilds/"+g.ID+"/members/1", "", 404, "10007")
	want(t, s, "GET", "/guilds/"+g.ID+"/members", "", 403, "50001")
	want(t, s, "GET", "/channels/1", "", 404, "10003")
	want(t, s, "GET", "/nonsense", "", 404, "404")
	r := httptest.NewRequest(http.MethodGet, "https://discord.example/api/v9/users/@me", nil)
	if status, text := send(t, s, r); status != http.StatusUnauthorized {
		t.Errorf("without a token: %d %s", status, text)
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	s, g, ann := quiet()
	hidden := g.AddChannel("hidden", &Overwrite{ID: g.ID, Deny: ViewChannel})
	silent := g.AddChannel("silent", &Overwrite{ID: g.ID, Deny: SendMessages}, &Overwrite{ID: ann.User.ID, Kind: 1, Allow: SendMessages})
	want(t, s, "GET", "/channels/"+hidden.ID, "", 403, "50001")
	want(t, s, "POST", "/channels/"+silent.ID+"/messages", `{"content":"x"}`, 403, "50013")
	if ann.May(silent)&SendMessages == 0 || ann.May(hidden)&ViewChannel != 0 {
		t.Errorf("Ann may %b and %b", ann.May(silent), ann.May(hidden))
	}
	boss := g.AddRole("Boss", Administrator)
	g.Change(func() { ann.Roles = append(ann.Roles, boss.ID) })
	if ann.May(hidden) != everything {
		t.Error("an administrator may everything")
	}
	ann.User.Closed = true
	dm := s.DirectChannel(ann.User)
	want(t, s, "POST", "/users/@me/channels", `{"recipient_id":"`+ann.User.ID+`"}`, 200, dm.ID)
	want(t, s, "POST", "/channels/"+dm.ID+"/messages", `{"content":"x"}`, 403, "50007")
}

func TestMessagesLive(t *testing.T) {
	s, g, _ := quiet()
	c := g.Channel("general")
	var m Message
	at := "/channels/" + c.ID + "/messages"
	text := want(t, s, "POST", at, `{"content":"hello \\*there\\*","embeds":[{"title":"T","fields":[{"name":"N","value":"V"}]}]}`, 200, "hello")
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	if got := s.In(c)[0].Text(); got != "hello *there*\nT\nN\nV" {
		t.Errorf("it reads %q", got)
	}
	want(t, s, "PATCH", at+"/"+m.ID, `{"content":"changed"}`, 200, "changed")
	want(t, s, "POST", at, `{"content":""}`, 400, "50006")
	want(t, s, "DELETE", at+"/"+m.ID, "", 204, "")
	want(t, s, "GET", at+"/"+m.ID, "", 404, "10008")
	if len(s.In(c)) != 0 {
		t.Error("a deleted message is still there")
	}
}

func TestInteractionsAreAnsweredOnceAndInTime(t *testing.T) {
	now := time.Now()
	s := NewServer(func() time.Time { return now })
	g := s.AddGuild("Ours")
	ann := g.AddMember("Ann")
	path := func(i *Interaction) string { return "/interactions/" + i.ID + "/" + i.Token + "/callback" }
	original := func(i *Interaction) string {
		return "/webhooks/" + ApplicationID + "/" + i.Token + "/messages/@original"
	}

	i := s.Command(g.Channel("general"), ann, "flag", Opt("client", "acme"))
	want(t, s, "PATCH", original(i), `{"content":"x"}`, 404, "10015")
	want(t, s, "POST", path(i), `{"type":5,"data":{"flags":64}}`, 204, "")
	want(t, s, "POST", path(i), `{"type":5}`, 400, "40060")
	if len(s.Shown(i)) != 0 {
		t.Error("thinking is nothing to see")
	}
	want(t, s, "PATCH", original(i), `{"content":"done","components":[{"type":1,"components":[{"type":2,"style":1,"label":"Undo","custom_id":"undo"}]}]}`, 200, "done")
	if got := s.Shown(i); len(got) != 1 || !got[0].Private() || got[0].Text() != "done\nUndo" {
		t.Errorf("Ann sees %+v", got)
	}
	want(t, s, "POST", "/webhooks/"+ApplicationID+"/"+i.Token, `{"content":"more","flags":64}`, 200, "more")

	pressed := s.Press(g.Channel("general"), ann, s.Shown(i)[0], "Undo")
	want(t, s, "POST", path(pressed), `{"type":7,"data":{"content":"undone","components":[]}}`, 204, "")
	if got := s.Shown(i); got[0].Text() != "undone" || len(got) != 2 {
		t.Errorf("Ann sees %+v", got)
	}

	late := s.Command(g.Channel("general"), ann, "flag")
	now = now.Add(4 * time.Second)
	want(t, s, "POST", path(late), `{"type":4,"data":{"content":"x"}}`, 404, "10062")
	now = now.Add(20 * time.Minute)
	want(t, s, "PATCH", original(i), `{"content":"x"}`, 401, "50027")
}

func TestDialogsAreFilledByLabel(t *testing.T) {
	s, g, ann := quiet()
	m := s.Say(g.Channel("clients"), ann.User, "they did not pay")
	i := s.OnMessage(g.Channel("clients"), ann, "Flag this message", m)
	want(t, s, "POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", `{"type":9,"data":{"custom_id":"f","title":"Flag","components":[
		{"type":18,"label":"Client","component":{"type":4,"custom_id":"client","style":1,"value":"Acme"}},
		{"type":18,"label":"Severity","component":{"type":3,"custom_id":"severity","options":[{"label":"Low","value":"l"},{"label":"High","value":"h"}]}}]}}`, 204, "")
	done := s.Submit(i, map[string]string{"Severity": "High"})
	if text := string(s.JSON(done)); !strings.Contains(text, `"value":"Acme"`) || !strings.Contains(text, `"values":["h"]`) {
		t.Errorf("submitted as %s", text)
	}
}

func TestFaults(t *testing.T) {
	s, g, _ := quiet()
	at := "/channels/" + g.Channel("general").ID + "/messages"
	s.Next(CreateMessage, Limited(1500*time.Millisecond, false), Broken(502), Refused(MissingAccess), Dropped, Lost)
	want(t, s, "POST", at, `{"content":"1"}`, 429, `"retry_after":1.5`)
	want(t, s, "POST", at, `{"content":"2"}`, 502, "upstream")
	want(t, s, "POST", at, `{"content":"3"}`, 403, "50001")
	want(t, s, "POST", at, `{"content":"4"}`, 0, "reset")
	want(t, s, "POST", at, `{"content":"5"}`, 0, "reset")
	want(t, s, "POST", at, `{"content":"6"}`, 200, "6")
	if got := s.In(g.Channel("general")); len(got) != 2 || got[0].Content != "5" {
		t.Errorf("in the channel are %+v", got)
	}
}

func TestCommandsAreReplacedAsAWhole(t *testing.T) {
	s, g, _ := quiet()
	for _, at := range []string{"/applications/" + ApplicationID + "/commands", "/applications/" + ApplicationID + "/guilds/" + g.ID + "/commands"} {
		want(t, s, "PUT", at, `[{"name":"flag","description":"d","name_localizations":{"pl":"flaga"}}]`, 200, "flaga")
		want(t, s, "GET", at+"?with_localizations=true", "", 200, "flaga")
		if text := want(t, s, "GET", at, "", 200, `"name":"flag"`); strings.Contains(text, "flaga") {
			t.Errorf("localised unasked: %s", text)
		}
	}
	if len(s.Commands("")) != 1 || len(s.Commands(g.ID)) != 1 {
		t.Error("nothing is registered")
	}
}

func TestSignatures(t *testing.T) {
	s, g, ann := quiet()
	r, err := s.Signed(t.Context(), "http://bot.example/discord/interactions", s.Command(g.Channel("general"), ann, "amicable help", Opt("on", "flag")))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	key, err := hex.DecodeString(s.PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	signature, err := hex.DecodeString(r.Header.Get("X-Signature-Ed25519"))
	if err != nil || !ed25519.Verify(key, append([]byte(r.Header.Get("X-Signature-Timestamp")), body...), signature) {
		t.Errorf("the signature does not fit (%v)", err)
	}
	if !strings.Contains(string(body), `"name":"amicable","options":[{"name":"help","options":[{"name":"on","type":3,"value":"flag"}],"type":1}]`) {
		t.Errorf("signed is %s", body)
	}
}

// What the specification refuses, and what it is excused for.
func TestOracle(t *testing.T) {
	o := NeedOracle(t)
	long := strings.Repeat("x", 101)
	for _, c := range []struct{ method, path, body, says string }{
		{"GET", "/users/@me", "", ""},
		{"GET", "/guilds/abc", "", "does not match pattern"},
		{"GET", "/guildz/1", "", "no matching operation"},
		{"DELETE", "/gateway/bot", "", "not allowed"},
		{"POST", "/channels/1/messages", `{"content":"x","allowed_mentions":{"parse":[]}}`, ""},
		{"POST", "/channels/1/messages", `{"contents":"x"}`, "contents"},
		{"POST", "/channels/1/messages", `{"content":"x","embeds":[{"titel":"x"}]}`, "titel"},
		{"POST", "/channels/1/messages", `{"content":5}`, "got number"},
		{"POST", "/channels/1/messages", `{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"` + long + `"}]}]}`, "maxLength"},
		{"PATCH", "/channels/1/messages/2", `{"ID":"2","Channel":"1","content":"x"}`, ""},
		{"PATCH", "/channels/1/messages/2", `{"id":"2","content":"x"}`, "id"},
		{"POST", "/interactions/1/tok/callback", `{"type":5,"data":{"flags":64}}`, ""},
		{"POST", "/interactions/1/tok/callback", `{"type":99}`, "must be one of 4, 5"},
		{"POST", "/interactions/1/tok/callback", ``, "required"},
		{"PATCH", "/webhooks/1/tok/messages/@original", `{"content":"x","embeds":[{"title":"t"}]}`, ""},
		{"GET", "/applications/1/commands?with_localizations=true", ``, ""},
		{"PUT", "/applications/1/commands", `[{"name":"flag","description":"d","type":1,"default_member_permissions":"32","options":[{"type":3,"name":"client","description":"d","autocomplete":true}]}]`, ""},
		{"PUT", "/applications/1/commands", `[{"name":"flag","description":"` + long + `"}]`, "maxLength"},
	} {
		s := NewServer(time.Now)
		ask(t, s, c.method, c.path, c.body)
		got := strings.Join(o.Check(s.Requests()[0]), "; ")
		if c.says == "" && got != "" || c.says != "" && !strings.Contains(got, c.says) {
			t.Errorf("%s %s %.200s: %q, want %q", c.method, c.path, c.body, got, c.says)
		}
	}
}

func TestUploadsAreReadAndJudged(t *testing.T) {
	s, g, _ := quiet()
	upload := func(field string) {
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		_ = m.WriteField("payload_json", `{"content":"look","attachments":[{"id":"0","description":"a chart"}]}`)
		part, err := m.CreateFormFile(field, "chart.png")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte("png"))
		_ = m.Close()
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "https://discord.example/api/v10/channels/"+g.Channel("general").ID+"/messages", &body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", m.FormDataContentType())
		r.Header.Set("Authorization", "Bot "+Token)
		if status, text := send(t, s, r); status != http.StatusOK {
			t.Fatal(status, text)
		}
	}
	upload("files[0]")
	if got := s.In(g.Channel("general"))[0]; got.Text() != "look\n[chart.png]" || string(got.Attachments[0].Data) != "png" {
		t.Errorf("it shows %q", got.Text())
	}
	o := NeedOracle(t)
	if got := o.Check(s.Requests()[0]); len(got) > 0 {
		t.Error(got)
	}
	upload("file")
	if got := o.Check(s.Requests()[1]); len(got) != 1 || !strings.Contains(got[0], "files[0]") {
		t.Errorf("got %q", got)
	}
}

// recorded is a testing.TB that remembers how a test went.
type recorded struct {
	testing.TB
	skipped, failed bool
}

func (r *recorded) Helper()               {}
func (r *recorded) Skipf(string, ...any)  { r.skipped = true; panic("ended") }
func (r *recorded) Fatalf(string, ...any) { r.failed = true; panic("ended") }

// Where the specification is absent people are told, and a CI is stopped.
func TestWithoutTheSpecification(t *testing.T) {
	t.Setenv("AMICABLE_TEST_CONTRACTS", t.TempDir())
	for ci, want := range map[string]recorded{"": {skipped: true}, "true": {failed: true}} {
		t.Setenv("CI", ci)
		got := recorded{TB: t}
		func() {
			defer func() { _ = recover() }() // how the test would end
			NeedOracle(&got)
		}()
		if got.skipped != want.skipped || got.failed != want.failed {
			t.Errorf("CI=%q: skipped %v, failed %v", ci, got.skipped, got.failed)
		}
	}
}
