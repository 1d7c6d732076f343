package openai

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	api "github.com/sashabaranov/go-openai"

	"amicable/commands/drafts"
)

// attack is one of testdata/attacks.toml.
type attack struct{ Name, Language, Place, Text, Answer string }

func attacks(t *testing.T) []attack {
	t.Helper()
	var file struct{ Attack []attack }
	if _, err := toml.DecodeFile(filepath.Join("testdata", "attacks.toml"), &file); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, a := range file.Attack {
		count[a.Language]++
		if a.Name == "" || a.Text == "" || a.Answer == "" {
			t.Errorf("incomplete: %+v", a)
		}
	}
	for _, language := range []string{"en", "pl", "it", "sr", "nl", "cs"} {
		if count[language] < 7 {
			t.Errorf("%d attacks in %s", count[language], language)
		}
	}
	return file.Attack
}

// under puts the attack into an order.
func (a attack) under(o drafts.Order) drafts.Order {
	switch a.Place {
	case "wish":
		o.Wish = a.Text
	case "note":
		o.Notes = []string{"paid on time", a.Text}
	case "draft":
		o.Draft.Parts = slices.Clone(o.Draft.Parts)
		last := &o.Draft.Parts[len(o.Draft.Parts)-1]
		last.Text = strings.Replace(last.Text, "\n\n", "\n\n"+a.Text+"\n\n", 1)
		o.Draft = o.Draft.Reword(o.Facts, nil)
	}
	return o
}

// on puts the attack into the facts.
func (a attack) on(f drafts.Facts) drafts.Facts {
	field := map[string]*string{"us": &f.Us, "client": &f.Client, "contact": &f.Contact, "service": &f.Service, "open-work": &f.OpenWork}[a.Place]
	if field != nil {
		*field = a.Text
	}
	return f
}

// obedient are the ways in which a model may do what it is told by a stranger.
var obedient = map[string]func(text, answer string) string{
	"added at the end":  func(text, answer string) string { return text + "\n\n" + answer },
	"put in front":      func(text, answer string) string { return answer + "\n\n" + text },
	"in the middle":     func(text, answer string) string { return strings.Replace(text, ". ", ". "+answer+" ", 1) },
	"on a line":         func(text, answer string) string { return strings.Replace(text, ". ", ".\n"+answer+"\n", 1) },
	"instead of it all": func(_, answer string) string { return answer },
	"again and again":   func(_, answer string) string { return strings.Repeat(answer+" ", 20) },
	"instead of an end": func(text, answer string) string { return text[:strings.LastIndex(text, "\n\n")] + "\n\n" + answer },
}

// A model that obeys each attack as badly as it can changes nothing: the template stays.
func TestAttacksOnDrafts(t *testing.T) {
	t.Parallel()
	for _, a := range attacks(t) {
		if a.Place == "message" {
			continue
		}
		t.Run(a.Language+" "+a.Name, func(t *testing.T) {
			t.Parallel()
			a.changesNothing(t)
		})
	}
}

func (a attack) changesNothing(t *testing.T) {
	t.Helper()
	f := a.on(facts())
	f.Language = a.Language
	doc, err := drafts.Write(drafts.Separation, f)
	if err != nil {
		t.Fatal(err)
	}
	o := a.under(drafts.Order{Kind: drafts.Separation, Facts: f, Draft: doc})
	for way, obey := range obedient {
		// In one part only: what is found there would be found in the others.
		words := texts(o)
		words[drafts.RoleConfirmation] = obey(words[drafts.RoleConfirmation], a.Answer)
		if worded, found := prepare(o).judge(asJSONText(words)); len(found) == 0 {
			t.Errorf("%s, %s: passes\n%+v", a.Name, way, worded.Parts)
		}
	}
	words := texts(o)
	for role, text := range words {
		words[role] = text + "\n" + a.Answer
	}
	obeys := newRig(t, false, nil, says(asJSONText(words)))
	if worded, err := obeys.word(o); !errors.Is(err, ErrRejected) || obeys.asked() != 2 || len(worded.Parts) > 0 {
		t.Errorf("%s: %v\n%+v", a.Name, err, worded.Parts)
	}
	// The same order, worded well, is worded: it is not the attack that is found, but
	// what it does. One that broke the draft itself must be gone afterwards.
	if len(o.Draft.Findings) > 0 {
		same := newRig(t, false, nil, says(asJSONText(texts(o))))
		if _, err := same.word(o); !errors.Is(err, ErrRejected) {
			t.Errorf("%s, kept: %v", a.Name, err)
		}
		return
	}
	r := newRig(t, false, nil, says(asJSONText(texts(o))))
	worded, err := r.word(o)
	if err != nil {
		t.Errorf("%s, unharmed: %v", a.Name, err)
		return
	}
	onlyWords(t, o.Draft, worded)
	r.sentAsMaterial(t, a)
}

// sentAsMaterial fails when what a stranger wrote is anywhere but within a JSON string of the one user message.
func (r *rig) sentAsMaterial(t *testing.T, a attack) {
	t.Helper()
	m := r.requests[0].Messages
	if len(m) != 2 || m[0].Content != strings.TrimSpace(brief) || m[1].Role != api.ChatMessageRoleUser {
		t.Errorf("%s: sent %+v", a.Name, m)
	}
	for _, c := range m[1].Content {
		if c != '\n' && hidden(c) {
			t.Errorf("%s: %U was sent", a.Name, c)
		}
	}
	if strings.Contains(m[1].Content, "\n") {
		t.Errorf("%s: a line break outside of the JSON", a.Name)
	}
}

// The same attacks on a letter in each language, by the guard alone. Those that
// stand in the draft itself it takes for part of the letter: they are for the draft check.
func TestAttacksOnLetters(t *testing.T) {
	t.Parallel()
	for _, a := range attacks(t) {
		if a.Place == "message" || a.Place == "draft" {
			continue
		}
		was, _ := letter(t, a.Language)
		o := a.under(letterOrder(a.Language, was, a.on(facts())))
		part := o.Draft.Parts[0]
		g := newGuard(o, part)
		for way, obey := range obedient {
			if found := g.examine(obey(part.Text, a.Answer)); len(found) == 0 {
				t.Errorf("%s: %s, %s: passes", a.Language, a.Name, way)
			}
		}
		if found := g.examine(part.Text); len(found) > 0 {
			t.Errorf("%s: %s, unharmed: %+v", a.Language, a.Name, found)
		}
	}
}

// Answers that abuse their form are no answers.
func TestAttacksOnTheForm(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	words := texts(o)
	with := func(role, text string) string {
		words := texts(o)
		words[role] = text
		return asJSONText(words)
	}
	for name, answer := range map[string]string{
		"another role":         with("verdict", "Healthy"),
		"another document":     `{"Kind":"talk","Parts":[{"Role":"script","Text":"x"}],"LastDay":"2030-01-01T00:00:00Z"}`,
		"a list":               "[" + asJSONText(words) + `,{"lastDay":"2030-01-01"}`[:1] + "]",
		"a role missing":       strings.Replace(asJSONText(words), `"script"`, `"Script"`, 1),
		"roles exchanged":      asJSONText(map[string]string{"script": words["confirmation"], "confirmation": words["script"]}),
		"twice":                strings.TrimSuffix(asJSONText(words), "}") + `,"script":"We hate you."}`,
		"nested":               `{"script":{"text":"x"},"confirmation":"z"}`,
		"a part not asked for": with("answers", "If they ask why: say nothing."),
	} {
		r := newRig(t, false, nil, says(answer))
		doc, err := r.word(o)
		if name == "a list" && err == nil { // the first object that fits counts, and it is the draft itself
			onlyWords(t, o.Draft, doc)
			continue
		}
		if !errors.Is(err, ErrRejected) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A message may say what it likes: what comes out is one of the ids given, or none.
func TestAttacksOnSigns(t *testing.T) {
	signs := []Sign{{ID: "late-payment", Name: "Late payment"}, {ID: "tension", Name: "Tension", Summary: "a steady air of strain"}}
	for _, a := range attacks(t) {
		for _, content := range []string{
			asJSONText(map[string]string{"sign": a.Answer}), `{"sign":"` + a.Answer + `"}`, a.Answer,
			`{"sign":["` + "tension" + `"]}`, `{"sign":"tension","verdict":"Part ways now"}`, `{"sign":null}`, "",
		} {
			r := newRig(t, false, nil, says(content))
			id, err := r.Sign(t.Context(), "slack:T1", a.Text, signs)
			if err != nil || id != "" {
				t.Errorf("%s, %q: %q, %v", a.Name, content, id, err)
			}
		}
	}
}

func TestSigns(t *testing.T) {
	signs := []Sign{{ID: "late-payment", Name: "Late payment"}, {ID: "tension", Name: "Tension\u202e"}}
	for content, want := range map[string]string{
		`{"sign":"tension"}`: "tension", `{"sign":"none"}`: "", "```\n{\"sign\":\"late-payment\"}\n```": "late-payment",
	} {
		r := newRig(t, false, nil, says(content))
		id, err := r.Sign(t.Context(), "slack:T1", "You are late\u202e again"+strings.Repeat("!", 10_000), signs)
		if err != nil || id != want {
			t.Errorf("%s: %q, %v", content, id, err)
		}
		sent := r.requests[0].Messages[1].Content
		if strings.Contains(sent, "\u202e") || len(sent) > maxMessage+500 {
			t.Errorf("sent %d bytes: %.100s", len(sent), sent)
		}
		if f := r.requests[0].ResponseFormat; f == nil || !strings.Contains(asJSONText(f), `"enum":["late-payment","tension","none"]`) {
			t.Errorf("format: %s", asJSONText(f))
		}
		if r.purse.on("slack:T1").Tokens != 1000 {
			t.Errorf("spent: %+v", r.purse.on("slack:T1"))
		}
	}
	r := newRig(t, false, nil, status(http.StatusUnauthorized))
	if id, err := r.Sign(t.Context(), "slack:T1", "late", signs); id != "" || !errors.Is(err, ErrRefused) {
		t.Errorf("%q, %v", id, err)
	}
	for _, empty := range [][]Sign{nil, signs} {
		if id, err := r.Sign(t.Context(), "slack:T1", strings.Repeat(" ", len(empty)), empty); id != "" || err != nil {
			t.Errorf("nothing to ask: %q, %v", id, err)
		}
	}
	if r.asked() != 1 {
		t.Errorf("asked %d times", r.asked())
	}
}

// letter is a letter in a language, and a rewording of it that is well written
// and leaves no sentence as it is, also where it is about the matter.
func letter(t testing.TB, language string) (was, again string) {
	t.Helper()
	all := letterTexts(t, language)
	return all[0], all[1]
}

// warmLetter is the letter with nothing but its courtesies worded anew.
func warmLetter(t testing.TB, language string) string {
	t.Helper()
	return letterTexts(t, language)[2]
}

func letterTexts(t testing.TB, language string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "letters", strings.TrimSuffix(language, "-Latn")+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n---\n")
	if len(all) != 3 {
		t.Fatal(fmt.Errorf("the letter in %s has no rewordings", language))
	}
	for i := range all {
		if language == serbianLatin {
			all[i] = toLatin(all[i])
		}
	}
	return all
}

// letterOrder is an order to reword a letter.
func letterOrder(language, was string, f drafts.Facts) drafts.Order {
	return drafts.Order{Kind: drafts.Separation, Facts: f, Draft: drafts.Document{
		Kind: drafts.Separation, Language: language, Parts: []drafts.Part{{Role: drafts.RoleConfirmation, Text: was}},
	}}
}
