package drafts

import (
	"slices"

	"amicable/scoring"
)

// Why KindFor chose a kind.
const (
	BecauseHealthy     = "healthy"       // nothing calls for a draft; a talk is never wrong
	BecauseWatch       = "watch"         // early, and a talk may be enough
	BecauseTalk        = "talk"          // the verdict is Talk
	BecauseFirstStrike = "first-strike"  // the first offence of a kind that is warned of once
	BecauseNewTerms    = "new-terms"     // other terms would make the client worth it
	BecauseNotMoney    = "not-money"     // no terms mend what leads
	BecausePartWays    = "part-ways"     // the verdict is PartWays
	BecausePartNow     = "part-ways-now" // the verdict is PartWaysNow
)

// KindFor chooses the kind of draft that a verdict calls for, and says why
// (PLAYBOOK §2). New terms are for what terms can mend: never for abuse, lies
// or legal risk (S2).
func KindFor(v scoring.Verdict, leading []scoring.SignID, tried []scoring.Remedy) (Kind, string) {
	switch {
	case v >= scoring.PartWaysNow:
		return Separation, BecausePartNow
	case v == scoring.PartWays:
		return Separation, BecausePartWays
	}
	warned := slices.ContainsFunc(tried, func(r scoring.Remedy) bool { return r.Kind == scoring.WarningGiven })
	firstStrike := slices.ContainsFunc(leading, func(id scoring.SignID) bool { return signs[id].warn })
	switch {
	case v >= scoring.Talk && firstStrike && !warned:
		return Warning, BecauseFirstStrike
	case v == scoring.Renegotiate && mendable(leading):
		return Renegotiate, BecauseNewTerms
	case v == scoring.Renegotiate:
		return Talk, BecauseNotMoney
	case v == scoring.Talk:
		return Talk, BecauseTalk
	case v == scoring.Watch:
		return Talk, BecauseWatch
	}
	return Talk, BecauseHealthy
}

// mendable tells that other terms could mend what leads: nothing grave is among
// it, and something has terms of its own.
func mendable(leading []scoring.SignID) bool {
	grave := slices.ContainsFunc(leading, func(id scoring.SignID) bool { return signs[id].class >= serious })
	return !grave && slices.ContainsFunc(leading, func(id scoring.SignID) bool { return signs[id].terms != "" })
}
