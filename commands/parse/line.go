package parse

import (
	"maps"
	"slices"
	"strings"
	"time"

	"amicable/scoring"
	"amicable/storage"
)

// Names finds clients by what people call them; *storage.Directory is one.
type Names interface {
	// Find finds exactly one client by name or alias.
	Find(text string) (storage.Known, bool)
	// Near returns up to n clients with similar names, best first.
	Near(text string, n int) []storage.Known
	// Span returns the client whose name is the longest run of words starting
	// at words[0], and that run's length; 0 if none.
	Span(words []string) (storage.Known, int)
}

// Context is what the text is read against.
type Context struct {
	Names Names
	Signs *Vocabulary
	Now   time.Time
	Zone  *time.Location // nil is UTC
	// Language is the reader's, by its BCP 47 tag. All languages are understood;
	// where a word means two things, its meaning there comes first.
	Language string
	// Verbs are words of the command's own (kinds of draft, remedies, "rename").
	// Client finds one of them before or after the client and puts it into
	// Line.Verb; like a sign, it ends an unknown name. Remedies and kinds of
	// drafts are known by their names in all languages.
	Verbs []string
	// Keys are further names of options, in small letters: "kiedy" for "on".
	Keys map[string]string

	lex *lexicon
}

// complete stands in for names that are not given.
func (c Context) complete() Context {
	if c.Names == nil {
		c.Names = noNames{}
	}
	c.lex = allWords().lexicon(c.Language)
	return c
}

// noNames knows nobody.
type noNames struct{}

func (noNames) Find(string) (storage.Known, bool)  { return storage.Known{}, false }
func (noNames) Near(string, int) []storage.Known   { return nil }
func (noNames) Span([]string) (storage.Known, int) { return storage.Known{}, 0 }

// Line is what a command's text was understood as.
type Line struct {
	Client      storage.Known   // when known
	Name        string          // what stands where a client's name would, when not known
	NearClients []storage.Known // clients with names like Name, best first
	Sign        scoring.SignID  // when understood
	SignText    string          // what stands where a sign would, when not understood
	// NearSigns are the signs that SignText may mean, best first; without a
	// SignText those of which a word stands in Name.
	NearSigns []scoring.SignID
	Verb      string           // the one of Context.Verbs that was found
	Note      string           // the rest as it was typed, at most MaxNote runes
	At        time.Time        // to the second; zero: not given
	Severity  scoring.Severity // "": not given
	// Options are the other declared options, by key.
	Options map[string]string
	// Words are the words of Note, those in quotes as one and without them.
	Words []string
}

// Limits of a Line.
const (
	// MaxNote bounds Line.Note, in runes.
	MaxNote = 2000
	// MaxNear bounds Line.NearClients and Line.NearSigns.
	MaxNear = 3
)

// Problem is something a person can mend. Commands word it by its Code, under
// "problem.<code>", with its Data.
type Problem struct { //nolint:errname // it is about what was typed, not about us
	Code string
	Data map[string]string
}

// The codes of Problems, and their data.
const (
	DateUnreadable  = "date-unreadable"  // Text
	DateFuture      = "date-future"      // Text
	DateTooOld      = "date-too-old"     // Text, Years
	NoteTooLong     = "note-too-long"    // Limit, Length
	SeverityUnknown = "severity-unknown" // Text
	OptionTwice     = "option-twice"     // Option
	QuoteOpen       = "quote-open"       // Text
	NameTooLong     = "name-too-long"    // Limit, Length
)

// Error names the code; people see the worded Problem instead.
func (p *Problem) Error() string { return "problem " + p.Code }

func problem(code string, kv ...string) *Problem {
	data := make(map[string]string, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		data[kv[i]] = kv[i+1]
	}
	return &Problem{Code: code, Data: data}
}

// String writes the line in the text grammar: reading it again, with the same
// names and signs known, gives the same line. What is only near is left out.
func (l Line) String() string {
	var parts []string
	if name := l.Client.Name; name != "" {
		parts = append(parts, Quote(name))
	} else if l.Name != "" {
		parts = append(parts, Quote(l.Name))
	}
	if l.Verb != "" {
		parts = append(parts, l.Verb)
	}
	if l.Sign != "" {
		parts = append(parts, string(l.Sign))
	} else if l.SignText != "" {
		parts = append(parts, Quote(l.SignText))
	}
	if !l.At.IsZero() {
		parts = append(parts, "on:"+l.At.Format(time.RFC3339))
	}
	if l.Severity != "" {
		parts = append(parts, "severity:"+string(l.Severity))
	}
	for _, key := range slices.Sorted(maps.Keys(l.Options)) {
		parts = append(parts, key+":"+Quote(l.Options[key]))
	}
	if l.Note != "" {
		parts = append(parts, "--", l.Note)
	}
	return strings.Join(parts, " ")
}

// Quote puts a name into quotes, so that it is read as one name whatever it
// holds. Space at its ends is lost, as are line breaks.
func Quote(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
}
