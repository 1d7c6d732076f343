package openai

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"pgregory.net/rapid"

	"amicable/commands/drafts"
	"amicable/scoring"
)

// reversal is one of testdata/reversals.toml.
type reversal struct {
	Language, Leading, From string
	Kind                    drafts.Kind
	To                      []string
}

func reversals(t *testing.T) []reversal {
	t.Helper()
	var file struct{ Reversal []reversal }
	if _, err := toml.DecodeFile(filepath.Join("testdata", "reversals.toml"), &file); err != nil {
		t.Fatal(err)
	}
	return file.Reversal
}

// order is a draft that holds the sentence, with money on both sides.
func (r reversal) order(t *testing.T) drafts.Order {
	t.Helper()
	f := facts()
	f.Language, f.Prepaid, f.Owed, f.Terms.Price = r.Language, "450 EUR", "2300 EUR", "€1,200 a month"
	if r.Leading != "" {
		f.Leading = []scoring.SignID{scoring.SignID(r.Leading)}
	} else if r.Kind == drafts.Renegotiate {
		f.Leading = []scoring.SignID{scoring.Unprofitable}
	}
	return order(t, r.Kind, f)
}

// Who does what, who keeps the money, when, and what follows: however it is
// turned around, in its own sentence or beside it, it does not pass.
func TestReversalsDoNotPass(t *testing.T) {
	t.Parallel()
	for _, r := range reversals(t) {
		o := r.order(t)
		task := prepare(o)
		words, met := texts(o), false
		for _, part := range o.Draft.Parts {
			if !strings.Contains(part.Text, r.From) {
				continue
			}
			met = true
			for _, to := range r.To {
				turned := strings.Replace(part.Text, r.From, to, 1)
				answer := texts(o)
				answer[part.Role] = turned
				if doc, found := task.judge(asJSONText(answer)); len(found) == 0 {
					t.Errorf("%s: %q passes in\n%s", r.Language, to, doc.Parts)
				}
				if g := task.guards[slices.IndexFunc(o.Draft.Parts, func(p drafts.Part) bool { return p.Role == part.Role })]; len(g.examine(turned)) == 0 {
					t.Errorf("%s: %q passes the guard of %s", r.Language, to, part.Role)
				}
			}
		}
		if !met {
			t.Errorf("%s: no part of a %s says %q", r.Language, r.Kind, r.From)
		}
		for _, g := range task.guards { // one part, as what is found there would be found in the others
			if text, asked := words[g.part.Role]; asked {
				for way, obey := range obedient {
					for _, to := range r.To {
						said := obey(text, to)
						if said != text && len(g.examine(said)) == 0 {
							t.Errorf("%s: %q %s passes in %s", r.Language, to, way, g.part.Role)
						}
						if left := g.salvaged(said); left != text {
							t.Errorf("%s: something of %q %s is left in %s:\n%s", r.Language, to, way, g.part.Role, left)
						}
					}
				}
				break
			}
		}
	}
}

// drawn is any draft that is written: a kind, a language, a tone, a case.
func drawn(t *rapid.T) drafts.Order {
	f := facts()
	f.Language = rapid.SampledFrom([]string{"en", "pl", "it", serbian, serbianLatin, "nl", "cs"}).Draw(t, "language")
	f.Tone = rapid.SampledFrom(drafts.Tones()).Draw(t, "tone")
	f.Leading = []scoring.SignID{rapid.SampledFrom([]scoring.SignID{
		scoring.LatePayment, scoring.ScopeCreep, scoring.VerbalAbuse, scoring.LegalRisk, scoring.Unprofitable,
	}).Draw(t, "sign")}
	f.Prepaid = rapid.SampledFrom([]string{"", "none", "€450"}).Draw(t, "prepaid")
	k := rapid.SampledFrom([]drafts.Kind{drafts.Separation, drafts.Talk, drafts.Warning, drafts.Renegotiate, drafts.Intake}).Draw(t, "kind")
	doc, err := drafts.Write(k, f)
	if err != nil {
		t.Fatal(err)
	}
	return drafts.Order{Kind: k, Facts: f, Draft: doc}
}

// One word of a fixed sentence changed, moved, lost or said twice, or two
// exchanged, or the sentence lost or moved: none of it passes.
func TestFixedSentencesStayWordForWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawn(t)
		part := rapid.SampledFrom(slices.DeleteFunc(slices.Clone(o.Draft.Parts), func(p drafts.Part) bool {
			return len(fixedOnce(newGuard(o, p), p)) == 0
		})).Draw(t, "part")
		g := newGuard(o, part)
		was := rapid.SampledFrom(fixedOnce(g, part)).Draw(t, "sentence")
		fields := strings.Fields(was)
		i, j := rapid.IntRange(0, len(fields)-1).Draw(t, "i"), rapid.IntRange(0, len(fields)-1).Draw(t, "j")
		is := slices.Clone(fields)
		switch rapid.SampledFrom([]string{"exchange", "drop", "twice", "other", "lose", "move"}).Draw(t, "change") {
		case "exchange":
			is[i], is[j] = is[j], is[i]
		case "drop":
			is = slices.Delete(is, i, i+1)
		case "twice":
			is = slices.Insert(is, i, is[j])
		case "other":
			is[i] = rapid.SampledFrom(strings.Fields(o.Draft.Parts[0].Text)).Draw(t, "word")
		case "lose":
			is = nil
		case "move":
			text := strings.Replace(part.Text, was, "", 1) + "\n" + was
			if len(sentencesOf(text)) > 1 && !slices.Equal(sentencesOf(text), sentencesOf(part.Text)) && len(g.examine(text)) == 0 {
				t.Fatalf("%q may be moved", was)
			}
			return
		}
		said := strings.Join(is, " ")
		if typed(said) == typed(was) {
			return
		}
		if len(g.examine(strings.Replace(part.Text, was, said, 1))) == 0 {
			t.Fatalf("%q passes for %q", said, was)
		}
	})
}

// fixedOnce are the fixed sentences of several words that stand once in a part.
func fixedOnce(g *guard, part drafts.Part) (all []string) {
	for _, p := range g.places {
		if p.fixed() && len(strings.Fields(p.text)) > 1 && strings.Count(part.Text, p.text) == 1 {
			all = append(all, p.text)
		}
	}
	return all
}

func sentencesOf(text string) (all []string) {
	for _, s := range sentences(text) {
		all = append(all, typed(s))
	}
	return all
}

// Whatever is open is a courtesy, also after it was worded: the same sentences
// are open the next time, so wish after wish can be granted.
func TestWhatWasWordedCanBeWordedAgain(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	once, found := prepare(o).judge(warmer(o))
	if len(found) > 0 {
		t.Fatal(found)
	}
	again := o
	again.Draft = once
	if got, want := prepare(again).roles(), prepare(o).roles(); !slices.Equal(got, want) {
		t.Errorf("then %q can be worded, first %q", got, want)
	}
	back, found := prepare(again).judge(asJSONText(texts(o)))
	if len(found) > 0 || back.Parts[0].Text != o.Draft.Parts[0].Text {
		t.Errorf("back again: %+v", found)
	}
}

// Clauses and answers are all matter: they are not sent, and not paid for.
func TestWhatIsAllMatterIsNotSent(t *testing.T) {
	for _, language := range drafts.Languages() {
		f := facts()
		f.Language = language
		o := order(t, drafts.Clause, f)
		r := newRig(t, false, nil, says(asJSONText(map[string]string{drafts.RoleClause: o.Draft.Parts[0].Text})))
		if doc, err := r.word(o); !errors.Is(err, ErrFixed) || r.asked() != 0 || len(doc.Parts) > 0 || r.purse.on("slack:T1") != (Amount{}) {
			t.Errorf("%s: %v after %d", language, err, r.asked())
		}
		o = order(t, drafts.Separation, f)
		if sent := Sent(o); strings.Contains(sent, `"`+drafts.RoleAnswers+`"`) || !strings.Contains(sent, `"fixed"`) {
			t.Errorf("%s: sent %s", language, sent)
		}
		if roles := prepare(o).roles(); !slices.Equal(roles, []string{drafts.RoleScript, drafts.RoleConfirmation}) {
			t.Errorf("%s: asked for %q", language, roles)
		}
	}
}

// What an answer says too much is put back from the template, and the rest of it
// stands; where there is more amiss than that, nothing of it does.
func TestTooMuchIsPutBack(t *testing.T) {
	o := order(t, drafts.Separation, facts())
	for name, c := range map[string]struct {
		from, to string
		salvaged bool
	}{
		"a courtesy that says more": {"We are grateful for your trust and for all the work", "We are grateful for your trust, for your ideas and for all the work", true},
		"a fixed sentence worded":   {"Our last day is", "Our very last day is", true},
		"a sentence more":           {"Kind regards,", "We admire your garden.\n\nKind regards,", true},
		"an accusation":             {"We are grateful for your trust", "You never pay. We are grateful for your trust", false},
		"a promise":                 {"Kind regards,", "You will have a refund.\n\nKind regards,", false},
		"another figure":            {"€2,300", "€2,400", false},
		"a link":                    {"Kind regards,", "See evil.example for more.\n\nKind regards,", false},
		"markup":                    {"Thank you so much", "**Thank you** so much", false},
	} {
		answer := strings.ReplaceAll(warmer(o), strings.Trim(asJSONText(c.from), `"`), strings.Trim(asJSONText(c.to), `"`))
		if answer == warmer(o) {
			t.Fatalf("%s: nothing is other", name)
		}
		doc, err := newRig(t, false, nil, says(answer)).word(o)
		if c.salvaged != (err == nil) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err != nil {
			continue
		}
		text := doc.Parts[len(doc.Parts)-1].Text
		onlyWords(t, o.Draft, doc)
		if !strings.Contains(text, "Thank you so much for taking the time to speak with me today.") || strings.Contains(text, c.to) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// A greeting keeps its line, also where the thanks below it are left out.
func TestSalvageKeepsTheGreetingApart(t *testing.T) {
	f := facts()
	f.Language, f.Tone, f.Leading = "en", drafts.Plain, []scoring.SignID{scoring.LatePayment}
	doc, err := drafts.Write(drafts.Separation, f)
	if err != nil {
		t.Fatal(err)
	}
	part := doc.Parts[len(doc.Parts)-1]
	g := newGuard(drafts.Order{Kind: drafts.Separation, Facts: f, Draft: doc}, part)
	all := sentences(part.Text)
	at := slices.IndexFunc(all, func(s string) bool { return strings.HasPrefix(s, "Dear ") })
	if at < 0 || !g.places[at].open || !g.places[at+1].open || !g.places[at+2].fixed() {
		t.Fatalf("the letter begins otherwise: %q", all)
	}
	text := g.salvaged(strings.Join(slices.Delete(slices.Clone(all), at+1, at+2), "\n"))
	if want := all[at] + "\n\n" + all[at+2]; !strings.Contains(text, want) {
		t.Errorf("%q is missing in %q", want, text)
	}
}

// Whatever is salvaged of an answer, each fixed sentence stands, and in its place.
func TestSalvageTouchesNothingFixed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawn(t)
		part := rapid.SampledFrom(o.Draft.Parts).Draw(t, "part")
		g := newGuard(o, part)
		lines := rapid.SliceOfN(rapid.SampledFrom(append(sentences(part.Text), "Thank you.", "Dziękujemy.", "We keep it.", "Хвала.")), 0, 12).Draw(t, "answer")
		text := g.salvaged(strings.Join(lines, "\n"))
		next := 0
		of := sentences(text)
		for _, p := range g.places {
			if !p.fixed() {
				continue
			}
			at := slices.Index(of[next:], p.text)
			if at < 0 {
				t.Fatalf("%q is gone from %q", p.text, text)
			}
			next += at + 1
		}
		if strings.Contains(text, "We keep it.") {
			t.Fatalf("taken up: %q", text)
		}
	})
}
