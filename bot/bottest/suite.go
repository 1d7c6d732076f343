package bottest

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"amicable/bot"
)

// Rendered is a reply as a platform gets it.
type Rendered struct {
	// Wire is what is sent.
	Wire []byte
	// Shown are the texts that a person gets to see, as they see them, and the
	// prefilled ones of a form.
	Shown []string
	// Problems are the platform's limits and rules that Wire breaks.
	Problems []string
}

// Renderer renders a reply, its form included.
type Renderer func(bot.Reply) (Rendered, error)

// Run checks a renderer with Fixtures and with replies made up at random.
func Run(t *testing.T, render Renderer) {
	t.Helper()
	for _, f := range Fixtures() {
		t.Run(f.Name, func(t *testing.T) {
			for _, p := range Check(render, f) {
				t.Error(p)
			}
		})
	}
	t.Run("made up", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			r := replies().Draw(t, "reply")
			for _, p := range Check(render, Fixture{Name: "made up", Reply: r}) {
				t.Error(p)
			}
		})
	})
}

// Check renders one fixture and lists what is wrong with the outcome.
func Check(render Renderer, f Fixture) (problems []string) {
	defer func() {
		if p := recover(); p != nil {
			problems = append(problems, fmt.Sprintf("rendering panicked: %v", p))
		}
	}()
	first, err := render(f.Reply)
	if err != nil {
		return []string{"rendering failed: " + err.Error()}
	}
	again, err := render(f.Reply)
	if err != nil || !bytes.Equal(first.Wire, again.Wire) {
		problems = append(problems, "rendering the same reply again gave something else")
	}
	if !utf8.Valid(first.Wire) {
		problems = append(problems, "what is sent is not UTF-8")
	}
	problems = append(problems, first.Problems...)
	shown := strings.Join(first.Shown, "\x00")
	for _, want := range f.Literal {
		if !strings.Contains(shown, want) {
			problems = append(problems, fmt.Sprintf("%q cannot be read in what was rendered", want))
		}
	}
	return problems
}

// Discreet fails the test when one of the texts (errors, logs, printed values)
// contains one of the secrets.
func Discreet(t testing.TB, secrets []string, texts ...string) {
	t.Helper()
	for _, s := range secrets {
		for _, text := range texts {
			if s != "" && strings.Contains(text, s) {
				t.Errorf("a secret can be read in %q", strings.ReplaceAll(text, s, "[SECRET]"))
			}
		}
	}
}

// replies makes up replies of any blocks, amounts and texts.
func replies() *rapid.Generator[bot.Reply] {
	return rapid.Custom(func(t *rapid.T) bot.Reply {
		words := rapid.OneOf(
			rapid.String(),
			rapid.SampledFrom(slices.Sorted(maps.Values(Hostile()))),
			rapid.Custom(func(t *rapid.T) string {
				return strings.Repeat(rapid.SampledFrom([]string{"a", "🚩", "&", "<", "word ", "line\n"}).Draw(t, "unit"), rapid.IntRange(0, 4000).Draw(t, "times"))
			}),
		)
		g := maker{t, words}
		return bot.Reply{
			Title: g.text(), Fallback: g.text(), Visibility: bot.Visibility(rapid.IntRange(0, 1).Draw(t, "visibility")),
			Blocks: some(g, 8, g.block),
		}
	})
}

type maker struct {
	t     *rapid.T
	words *rapid.Generator[string]
}

func (g maker) text() string   { return g.words.Draw(g.t, "text") }
func (g maker) bool() bool     { return rapid.Bool().Draw(g.t, "bool") }
func (g maker) upTo(n int) int { return rapid.IntRange(0, n).Draw(g.t, "n") }
func (g maker) float() float64 {
	return rapid.SampledFrom([]float64{0, -1, 3.25, 1e300, math.NaN(), math.Inf(1)}).Draw(g.t, "f")
}
func (g maker) line() bot.Line { return some(g, 4, g.span) }
func (g maker) option() bot.Option {
	return bot.Option{Label: g.text(), Value: g.text(), Detail: g.text()}
}

func some[V any](g maker, most int, one func() V) []V {
	var all []V
	for range g.upTo(most) {
		all = append(all, one())
	}
	return all
}

func (g maker) span() bot.Span {
	s := bot.Span{Text: g.text(), Style: bot.Style(g.upTo(3))}
	if g.bool() {
		s.URL = "https://example.com/" + g.text()
	}
	return s
}

func (g maker) button() bot.Button {
	b := bot.Button{Label: g.text(), Action: "a", Value: "v", Look: bot.Look(g.upTo(2))}
	if g.bool() {
		b.Confirm = g.text()
	}
	if g.bool() {
		b.URL = g.text()
	}
	return b
}

func (g maker) item() bot.Item {
	it := bot.Item{Line: g.line(), Detail: g.line()}
	if g.bool() {
		b := g.button()
		it.Button = &b
	}
	if g.bool() {
		done := g.bool()
		it.Done = &done
	}
	return it
}

func (g maker) field() bot.Field {
	kinds := []bot.FieldKind{bot.ShortText, bot.LongText, bot.Choice, bot.Search, bot.Date}
	return bot.Field{
		ID: "f" + rapid.StringMatching("[a-z]{0,3}").Draw(g.t, "id"), Kind: kinds[g.upTo(len(kinds)-1)],
		Label: g.text(), Hint: g.text(), Value: g.text(), Shown: g.text(),
		Options: some(g, 3, g.option), MaxRunes: g.upTo(5000), Optional: g.bool(),
	}
}

func (g maker) block() bot.Block {
	switch g.upTo(8) {
	case 0:
		return bot.Text{Line: g.line()}
	case 1:
		return bot.Fields{Fields: some(g, 12, func() bot.Fact { return bot.Fact{Label: g.text(), Lines: some(g, 2, g.line)} })}
	case 2:
		return bot.List{Ordered: g.bool(), Items: some(g, 30, g.item)}
	case 3:
		return bot.Meter{Value: g.float(), Max: g.float(), Alt: g.text(), Marks: some(g, 4, func() bot.Mark { return bot.Mark{At: g.float(), Label: g.text()} })}
	case 4:
		return bot.Draft{Label: g.text(), Text: g.text()}
	case 5:
		return bot.Image{Title: g.text(), Alt: g.text()}
	case 6:
		return bot.Actions{Buttons: some(g, 30, g.button), Menus: some(g, 2, func() bot.Menu {
			return bot.Menu{Label: g.text(), Action: "m", Options: some(g, 4, g.option)}
		})}
	case 7:
		return bot.Note{Line: g.line()}
	default:
		return bot.Form{
			ID: "form", State: "state", Title: g.text(), Submit: g.text(), Cancel: g.text(), Intro: g.line(), Fields: some(g, 6, g.field),
		}
	}
}
