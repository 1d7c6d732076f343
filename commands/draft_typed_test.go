package commands_test

import (
	"strings"
	"testing"
	"time"
)

// What is typed beside a draft's options finds its place, or is asked about.
func TestNothingTypedForADraftIsDropped(t *testing.T) {
	tm := newTeam(t)
	tm.now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	tm.says("ana", "/flag acme dishonesty")
	for typed, want := range map[string]string{
		"/draft acme separation 2026-12-31":                "Our last day is Thursday 31 December 2026",
		"/draft acme separation until 31 December":         "Our last day is Thursday 31 December 2026",
		"/draft acme separation fino al 31/12/2026":        "Our last day is Thursday 31 December 2026",
		"/draft acme separation in 39 days":                "Our last day is Thursday 31 December 2026",
		"/draft separation acme last-day:2026-12-31":       "Our last day is Thursday 31 December 2026",
		"/draft acme separation ostatni-dzień:2026-12-31":  "Our last day is Thursday 31 December 2026",
		"/draft acme separation последњи-дан:2026-12-31":   "Our last day is Thursday 31 December 2026",
		"/draft acme separation formal, polski":            "Potwierdzenie",
		"/draft acme in Polish":                            "Potwierdzenie",
		"/draft acme separation lang:polski ton:oficjalny": "Potwierdzenie",
		"/draft acme separation po polsku":                 "Potwierdzenie",
		"/draft acme separation polsky":                    "Potwierdzenie",
		"/draft acme separation lang:polsky":               "Potwierdzenie",
		"/draft acme separation lang:po polsku":            "Potwierdzenie",
		`/draft acme separation lang:"na poljskom"`:        "Potwierdzenie",
		"/draft acme separation na srpskom":                "Potvrda",
		`/draft acme separation lang:"srpski, latinica"`:   "Potvrda",
		"/draft acme separation in italiano":               "Conferma",
		"/draft acme separation lang:po klingońsku":        "I do not know what",
		"/draft acme separation lastday:2026-12-31":        "I do not know what “lastday:2026-12-31” means for a draft",
		"/draft acme separation tonw:warm":                 "I do not know what “tonw:warm” means for a draft",
		"/draft acme tonw:warm":                            "I do not know what “tonw:warm” means for a draft",
		"/draft acme separation with knobs on":             "I do not know what “knobs on” means for a draft",
		"/draft acme elegy":                                "I cannot draft “elegy”",
	} {
		r := tm.says("ana", typed)
		if shown := show(r); !strings.Contains(unwrap(shown), want) {
			t.Errorf("%s: %q is missing in:\n%s", typed, want, shown)
		}
	}
	tm.wants(tm.says("ana", "/flag acme tension kiedy:wczoraj"), "21 Nov")
	tm.says("ana", "/flag acme tension re: kiedy: no answer")
	tm.wants(tm.says("ana", "/history acme"), "re: kiedy: no answer")
}
