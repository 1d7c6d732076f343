package playground

import (
	"context"
	"embed"
	"encoding/json"
	"io/fs"
	"mime"
	"net/http"
	"slices"
	"time"
)

//go:embed web
var embedded embed.FS

// maxBody bounds a request, in bytes.
const maxBody = 256 << 10

// answerTime bounds what the bot may take for an answer.
const answerTime = 8 * time.Second

// deadline is when a write to a page must be done: by the real clock, which is
// not the one that is moved.
func (p *Playground) deadline() time.Time { return time.Now().Add(writeTime) }

func (p *Playground) routes() {
	web, err := fs.Sub(embedded, "web")
	if err != nil { // the folder is embedded above
		panic(err)
	}
	p.mux.Handle("GET /", http.FileServerFS(web))
	p.mux.HandleFunc("GET /stream", p.stream)
	p.mux.HandleFunc("GET /picture/{name}", p.picture)
	p.mux.HandleFunc("POST /hello", p.takes(p.hello))
	p.mux.HandleFunc("POST /say", p.takes(p.say))
	p.mux.HandleFunc("POST /press", p.takes(p.press))
	p.mux.HandleFunc("POST /form", p.takes(p.form))
	p.mux.HandleFunc("POST /react", p.takes(p.react))
	p.mux.HandleFunc("POST /flag", p.takes(p.flag))
	p.mux.HandleFunc("POST /home", p.takes(p.home))
	p.mux.HandleFunc("POST /complete", p.takes(p.complete))
	p.mux.HandleFunc("POST /suggest", p.takes(p.suggest))
	p.mux.HandleFunc("POST /example", p.takes(p.example))
	p.mux.HandleFunc("POST /later", p.takes(p.later))
}

// ask is what the page asks for. Each path uses some of the fields.
type ask struct {
	ID      string `json:"id"`  // made by the page: the same again is the same event
	Who     string `json:"who"` // the person that the visitor is
	Locale  string `json:"locale"`
	Zone    string `json:"zone"`
	Channel string `json:"channel"`
	Thread  string `json:"thread"`
	Text    string `json:"text"`
	Message string `json:"message"` // the id of the message it is about
	Action  string `json:"action"`
	Value   string `json:"value"`
	Emoji   string `json:"emoji"`
	On      bool   `json:"on"`
	Field   string `json:"field"`

	Fields map[string]string `json:"fields"`
}

// answer is what the page gets at once. Messages come by the stream.
type answer struct {
	Form    *form             `json:"form,omitempty"`
	Errors  map[string]string `json:"errors,omitempty"` // by field of the form
	Options []suggestion      `json:"options,omitempty"`
	Body    *Body             `json:"body,omitempty"`
	Notice  string            `json:"notice,omitempty"` // a sentence for the person
	Hello   *hello            `json:"hello,omitempty"`
}

// hello is what the page needs to know at first.
type hello struct {
	Words     map[string]string `json:"words"`
	People    []person          `json:"people"`
	Channels  []channel         `json:"channels"`
	Languages []Language        `json:"languages"`
	Locale    string            `json:"locale"`
	Reactions []Reaction        `json:"reactions"`
}

// problem is an answer that is no success; the page shows the sentence.
type problem struct {
	status int
	key    string // of the page's words
}

// takes reads what the page asks for, and writes what do answers.
func (p *Playground) takes(do func(context.Context, asked) (answer, *problem)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || kind != "application/json" {
			http.Error(w, "JSON is wanted", http.StatusUnsupportedMediaType)
			return
		}
		var a ask
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&a); err != nil {
			http.Error(w, "this cannot be read", http.StatusBadRequest)
			return
		}
		who, ok := personByID(a.Who)
		if !ok || !plainID(a.ID) {
			http.Error(w, "who, and what?", http.StatusBadRequest)
			return
		}
		a.Locale = p.language(a.Locale)
		// What was begun is finished, also when the page is closed meanwhile.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), answerTime)
		defer cancel()
		status := http.StatusOK
		given, wrong := do(ctx, asked{a, who})
		if wrong != nil {
			status = wrong.status
			given = answer{Notice: p.cfg.Words.Text(a.Locale, wordPrefix+wrong.key)}
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		if err := json.NewEncoder(w).Encode(given); err != nil {
			p.cfg.Log.DebugContext(ctx, "playground: an answer was not delivered", "error", err)
		}
	}
}

// plainID tells whether a text can be part of an event's id.
func plainID(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for _, r := range id {
		if r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}

// language is one that is offered: the one asked for, or the first.
func (p *Playground) language(tag string) string {
	if slices.ContainsFunc(p.cfg.Languages, func(l Language) bool { return l.Tag == tag }) {
		return tag
	}
	return p.cfg.Languages[0].Tag
}

func (p *Playground) picture(w http.ResponseWriter, r *http.Request) {
	data := p.followed(r.Context(), r.PathValue("name"))
	if data != nil {
		w.Header().Set("Content-Type", "image/png")
		_, _ = w.Write(data)
		return
	}
	data, err := p.history.picture(r.Context(), r.PathValue("name"))
	if err != nil {
		p.cfg.Log.WarnContext(r.Context(), "playground: a picture was not found", "error", err)
	}
	if data == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "private, max-age=604800, immutable") // its name is its content
	// A page that is gone needs no picture.
	_, _ = w.Write(data) //nolint:gosec // a PNG that we drew, sent as one and with nosniff
}
