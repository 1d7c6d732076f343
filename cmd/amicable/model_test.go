package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"amicable/bot/bottest"
)

// modelKey is a secret: it may go to the model's server and nowhere else.
const modelKey = "sk-very-secret"

// modelServer speaks as much of the OpenAI protocol as wording a draft takes.
type modelServer struct {
	*httptest.Server
	used   int                     // tokens that it says each answer took
	answer func(worded string) any // its message, where it is not what was worded
	mu     sync.Mutex
	bodies []string
	keys   []string
}

// newModelServer answers each question with the parts it was given, as reword changes them.
func newModelServer(t *testing.T, reword func(role, text string) string) *modelServer {
	t.Helper()
	m := &modelServer{used: 1000, answer: func(worded string) any {
		return map[string]string{"role": "assistant", "content": worded}
	}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/models", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+modelKey {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		fmt.Fprint(w, `{"data":[{"id":"quill-1"},{"id":"quill-2"}]}`)
	})
	mux.HandleFunc("POST /v1/chat/completions", func(w http.ResponseWriter, r *http.Request) {
		var req struct {
			Messages []struct{ Role, Content string }
		}
		if err := json.NewDecoder(r.Body).Decode(&req); err != nil || len(req.Messages) < 2 {
			t.Errorf("the request cannot be read: %v", err)
			return
		}
		asked := req.Messages[1].Content
		m.mu.Lock()
		m.bodies, m.keys = append(m.bodies, asked), append(m.keys, r.Header.Get("Authorization"))
		m.mu.Unlock()
		var given struct{ Parts []struct{ Role, Text string } }
		if err := json.Unmarshal([]byte(asked), &given); err != nil {
			t.Errorf("the material is no JSON: %v", err)
		}
		answer := map[string]string{}
		for _, p := range given.Parts {
			answer[p.Role] = reword(p.Role, p.Text)
		}
		content, _ := json.Marshal(answer) // strings always encode
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"choices": []any{map[string]any{"finish_reason": "stop", "message": m.answer(string(content))}},
			"usage":   map[string]int{"prompt_tokens": m.used / 2, "completion_tokens": m.used / 2, "total_tokens": m.used},
		})
	})
	m.Server = httptest.NewServer(mux)
	t.Cleanup(m.Close)
	return m
}

// chatWith holds a conversation with the program, with a language model beside it.
func (m *modelServer) chatWith(t *testing.T, lines ...string) string {
	t.Helper()
	return m.chatWithin(t, nil, lines...)
}

// chatWithin is chatWith under more settings.
func (m *modelServer) chatWithin(t *testing.T, more []string, lines ...string) string {
	t.Helper()
	environ := append(home(t, "TZ=UTC", "OPENAI_BASE_URL="+m.URL+"/v1", "OPENAI_API_KEY="+modelKey, "OPENAI_MODEL=quill-1"), more...)
	cmd := program(t, environ, "chat", "--at", "2026-10-05T09:00:00Z")
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	bottest.Discreet(t, []string{modelKey}, string(out))
	return string(out)
}

var parting = []string{
	`/client acme set contact="Ms Vogel"`,
	`/client acme set service=bookkeeping`,
	":as Ben", `/flag acme dishonesty they told us the books were with another firm`, ":as you",
}

func TestTheLanguageModelWordsADraft(t *testing.T) {
	m := newModelServer(t, func(_, text string) string {
		return strings.ReplaceAll(text, "Thank you", "Many thanks")
	})
	quiet := m.chatWith(t, append(parting, "/draft acme separation")...)
	if len(m.bodies) != 0 || strings.Contains(quiet, "quill") {
		t.Errorf("nobody switched the model on, and it was asked: %q", m.bodies)
	}
	out := m.chatWith(t, append(parting, "/amicable settings language-model on", "/draft acme separation")...)
	first, better := strings.Index(out, "From the template."), strings.Index(out, "Worded by quill-1 and checked.")
	if first < 0 || better < first || !strings.Contains(out[first:], "Many thanks") {
		t.Errorf("the conversation was\n%s", out)
	}
	if len(m.bodies) == 0 || m.keys[0] != "Bearer "+modelKey {
		t.Fatalf("asked %d times, with %q", len(m.bodies), m.keys)
	}
	for _, secret := range []string{"Ben", "another firm", "dishonesty"} {
		if strings.Contains(m.bodies[0], secret) {
			t.Errorf("%q was sent:\n%s", secret, m.bodies[0])
		}
	}
}

func TestAModelThatAccusesIsNotHeard(t *testing.T) {
	m := newModelServer(t, func(_, text string) string { return text + " You lied to us, and Ben can prove it." })
	out := m.chatWith(t, append(parting, "/amicable settings language-model on", "/draft acme separation")...)
	if strings.Contains(out, "You lied") || !strings.Contains(out, "did not pass the check, so the words above stay") {
		t.Errorf("the conversation was\n%s", out)
	}
	if len(m.bodies) != 2 {
		t.Errorf("asked %d times; once to word it and once to mend it would do", len(m.bodies))
	}
}

// A wrong key is told from a slow server: only one of them can be mended by settings.
func TestARefusedKeyIsSaid(t *testing.T) {
	m := newModelServer(t, nil)
	m.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	out := m.chatWith(t, append(parting, "/amicable settings language-model on", "/draft acme separation")...)
	if !strings.Contains(out, "refuses the key") {
		t.Errorf("the conversation was\n%s", out)
	}
}

func TestDoctorAsksForTheModel(t *testing.T) {
	m := newModelServer(t, nil)
	limit := []string{"AMICABLE_MODEL_COST=2.50", "AMICABLE_MODEL_PROMPT_PRICE=0.15", "AMICABLE_MODEL_ANSWER_PRICE=0.6"}
	for _, c := range []struct{ key, model, says string }{
		{modelKey, "quill-2", "quill-2 is there; a workspace may use 200000 tokens a day, worth 2.50 at most"},
		{modelKey, "quill-9", "Check OPENAI_MODEL."},
		{"sk-other", "quill-1", "Check OPENAI_API_KEY."},
	} {
		cmd := program(t, home(t, "OPENAI_BASE_URL="+m.URL+"/v1", "OPENAI_API_KEY="+c.key, "OPENAI_MODEL="+c.model, limit[0], limit[1], limit[2]), "doctor")
		out, _ := cmd.CombinedOutput() // it ends with 1 for other reasons, too
		bottest.Discreet(t, []string{c.key}, string(out))
		if !strings.Contains(string(out), c.says) {
			t.Errorf("doctor does not say %q:\n%s", c.says, out)
		}
	}
}

func TestModelSettingsThatCannotWork(t *testing.T) {
	for set, name := range map[string]string{
		"OPENAI_MODEL=m OPENAI_BASE_URL=ftp://x":          "OPENAI_BASE_URL: ",
		"OPENAI_MODEL=m OPENAI_BASE_URL=https://a:b@h/v1": "OPENAI_BASE_URL: ",
		"OPENAI_MODEL=m OPENAI_API_KEY=schlüssel":         "OPENAI_API_KEY: ",
	} {
		out, err := program(t, home(t, strings.Fields(set)...), "chat").CombinedOutput()
		if err == nil || !strings.Contains(string(out), name) || strings.Count(strings.TrimSpace(string(out)), "\n") > 1 {
			t.Errorf("%s: %v, and it says %q", set, err, out)
		}
	}
}
