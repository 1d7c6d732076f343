package parse_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"amicable/commands/locale"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

// The clock of all tests: a Saturday afternoon in Warsaw.
var (
	warsaw = mustZone("Europe/Warsaw")
	now    = time.Date(2026, 11, 21, 15, 4, 5, 600, warsaw)
)

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// directory is the clients a test knows, in a form that is plainly right.
type directory struct {
	all   []storage.Known
	exact map[string]storage.Known
	long  int
}

func clients(names ...string) *directory {
	d := &directory{exact: map[string]storage.Known{}}
	for i, n := range names {
		name, aliases, _ := strings.Cut(n, "|")
		k := storage.Known{ID: storage.ClientID(fmt.Sprint("c", i+1)), Name: name}
		if aliases != "" {
			k.Aliases = strings.Split(aliases, "|")
		}
		d.all = append(d.all, k)
		for _, n := range append([]string{name}, k.Aliases...) {
			d.exact[key(n)] = k
			d.long = max(d.long, len(strings.Fields(n)))
		}
	}
	return d
}

// key folds as storage does, and keeps names without any letter apart.
func key(s string) string {
	if f := storage.Fold(s); f != "" {
		return f
	}
	return s
}

func (d *directory) Find(text string) (storage.Known, bool) {
	k, ok := d.exact[key(text)]
	return k, ok
}

func (d *directory) Span(words []string) (storage.Known, int) {
	for n := min(d.long, len(words)); n > 0; n-- {
		if k, ok := d.Find(strings.Join(words[:n], " ")); ok && storage.Fold(words[n-1]) != "" {
			return k, n
		}
	}
	return storage.Known{}, 0
}

// Near is one wrong letter of the same length, which is all these tests need.
func (d *directory) Near(text string, n int) []storage.Known {
	var near []storage.Known
	typed := []rune(storage.Fold(text))
	for _, k := range d.all {
		name := []rune(storage.Fold(k.Name))
		if strings.HasPrefix(string(typed), string(name)+" ") || slices.ContainsFunc(k.Aliases, func(a string) bool {
			return strings.HasPrefix(string(typed), storage.Fold(a)+" ")
		}) {
			near = append(near, k)
			continue
		}
		if len(name) != len(typed) {
			continue
		}
		off := 0
		for i := range name {
			if name[i] != typed[i] {
				off++
			}
		}
		if off == 1 {
			near = append(near, k)
		}
	}
	return near[:min(n, len(near))]
}

var catalogue = func() *locale.Catalogue {
	c, err := locale.Load()
	if err != nil {
		panic(err)
	}
	return c
}()

// english is the vocabulary people get.
var english = func() *parse.Vocabulary {
	words := map[scoring.SignID][]string{}
	for _, id := range signs {
		words[id] = catalogue.SignWords(id)
	}
	return parse.NewVocabulary(words)
}()

var signs = []scoring.SignID{
	"physical-abuse", "verbal-abuse", "dishonesty", "legal-risk", "unreasonable-demands", "always-on", "withholds-input",
	"missed-meetings", "scope-creep", "late-payment", "invoice-dispute", "indecision", "unresponsive", "ignores-advice",
	"plays-competitors", "tension", "morale", "unprofitable",
}

var known = clients("Acme GmbH|Acme", "Late", "Müller & Söhne|Mueller", "The Body Shop", "Żółw Studio", "Bob \"The Rock\" Ltd",
	"Acme Late", "שלום בע״מ", "Talk", "O'Neill's", "12 Monkeys", "Studio on: Main", "C++ Works", "Силекс д.о.о.")

func context() parse.Context {
	return parse.Context{Names: known, Signs: english, Now: now, Zone: warsaw}
}

// show writes what was understood of a line compactly: client, sign, date, severity and note.
func show(l parse.Line) string {
	var parts []string
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+value)
		}
	}
	add("@", l.Client.Name)
	add("?", l.Name)
	for _, k := range l.NearClients {
		add("~@", k.Name)
	}
	add("!", l.Verb)
	add("#", string(l.Sign))
	add("?#", l.SignText)
	for _, id := range l.NearSigns {
		add("~#", string(id))
	}
	if !l.At.IsZero() {
		day := l.At.In(warsaw)
		switch {
		case day.Equal(now.Truncate(time.Second)):
			add("on ", "now")
		case day.Hour() == 12 && day.Minute() == 0:
			add("on ", day.Format("2006-01-02"))
		default:
			add("on ", day.Format("2006-01-02 15:04:05"))
		}
	}
	add("severity ", string(l.Severity))
	var options []string
	for k, v := range l.Options {
		options = append(options, k+"="+v)
	}
	slices.Sort(options)
	add("", strings.Join(options, " ; "))
	add("note ", l.Note)
	return strings.Join(parts, " ; ")
}

func shown(l parse.Line, err error) string {
	if err != nil {
		return "ERR " + strings.TrimPrefix(err.Error(), "problem ")
	}
	return show(l)
}
