package commands

import (
	"math"

	"amicable/bot"
	"amicable/commands/drafts"
	"amicable/scoring"
	"amicable/storage"
)

// nextStep is the one thing to do next, in a sentence.
func (b *Bot) nextStep(rq *request, c storage.Client, a scoring.Assessment) string {
	switch {
	case a.Tiers > a.Verdict && a.Tiers < scoring.PartWaysNow:
		return rq.p.S("next.overruled", "Verdict", rq.p.Verdict(a.Tiers))
	case a.Tiers > a.Verdict:
		return rq.p.S("next.safety", "Verdict", rq.p.Verdict(a.Tiers))
	case a.Verdict == scoring.Healthy && len(a.Signs) == 0:
		return rq.p.S("next.nothing")
	case a.Verdict == scoring.Healthy:
		return rq.p.S("next.healthy")
	case a.Warn && a.Verdict < scoring.PartWays:
		return rq.p.S("next.warning")
	case a.Verdict == scoring.Watch:
		if s, ok := leading(a); ok {
			return rq.p.SignAdvice(s.Sign.ID)
		}
	case a.Verdict == scoring.PartWays && a.CoolingOff == scoring.ProposeCoolingOff:
		if until := coolingUntil(rq, c); until.After(rq.now) {
			return rq.p.S("next.part-ways-cooling", "Day", rq.p.Day(until, rq.now))
		}
	case a.Verdict == scoring.PartWays && a.CoolingOff == scoring.SkipCoolingOff:
		return rq.p.S("next.part-ways-again")
	}
	if dangerous(a) {
		return rq.p.S("next.danger")
	}
	return rq.p.S("next."+a.Verdict.String(), "Client", c.Name)
}

// whatToDo is the advice in full: the next step, and below Part ways what the
// leading signs call for (a remedy first, S0 and S2).
func (b *Bot) whatToDo(rq *request, c storage.Client, a scoring.Assessment) []bot.Line {
	lines := []bot.Line{bot.P(capital(b.nextStep(rq, c, a)))}
	if a.Verdict == scoring.Healthy || a.Tiers > a.Verdict {
		return lines
	}
	if a.Verdict >= scoring.PartWays {
		if a.CoolingOff == scoring.SkipCoolingOff {
			lines = append(lines, rq.p.LN("advice.again", a.Partings))
		}
		if a.Verdict == scoring.PartWays && !dangerous(a) {
			lines = append(lines, rq.p.L("advice.recommit"))
		}
		return lines
	}
	const most = 2
	for _, s := range a.Signs {
		if len(lines) > most || s.Exempt || s.Points <= 0 {
			break
		}
		if s.Sign.Tier == scoring.TwoStrike && !a.Warn {
			continue // its advice is the warning, which was given
		}
		if advice := rq.p.SignAdvice(s.Sign.ID); advice != "" && advice != lines[0].String() {
			lines = append(lines, bot.P(advice))
		}
	}
	return lines
}

// stepButtons offer to do what is advised.
func (b *Bot) stepButtons(rq *request, c storage.Client, a scoring.Assessment) []bot.Button {
	if a.Verdict < scoring.Talk {
		return nil
	}
	kind, _ := kindFor(c, a)
	buttons := []bot.Button{draftButton(rq, c.ID, kind)}
	switch {
	case a.Verdict >= scoring.PartWays:
	case a.Warn:
		buttons = append(buttons, didButton(rq, c.ID, scoring.WarningGiven))
	case a.Verdict == scoring.Renegotiate:
		buttons = append(buttons, didButton(rq, c.ID, scoring.PriceRaised))
	default:
		buttons = append(buttons, didButton(rq, c.ID, scoring.TalkHeld))
	}
	return buttons
}

// kindFor is the kind of draft that a standing calls for, and why.
func kindFor(c storage.Client, a scoring.Assessment) (drafts.Kind, string) {
	if a.Warn && a.Verdict < scoring.PartWays { // an older warning was about something else
		return drafts.Warning, drafts.BecauseFirstStrike
	}
	return drafts.KindFor(a.Verdict, leadingSigns(a), c.Ledger.Remedies)
}

// leadingSigns are the signs that a standing comes from, strongest first.
func leadingSigns(a scoring.Assessment) []scoring.SignID {
	var ids []scoring.SignID
	for _, s := range a.Signs {
		if !s.Exempt && s.Points > 0 || s.Sign.Tier != scoring.Pattern && s.Recent > 0 {
			ids = append(ids, s.Sign.ID)
		}
	}
	return ids
}

// leading is the sign that weighs most, if any does.
func leading(a scoring.Assessment) (scoring.SignScore, bool) {
	if len(a.Signs) == 0 || a.Signs[0].Exempt || a.Signs[0].Points <= 0 {
		return scoring.SignScore{}, false
	}
	return a.Signs[0], true
}

// dangerous tells whether somebody may be unsafe: then nobody is sent to meet the client.
func dangerous(a scoring.Assessment) bool {
	for _, r := range a.Reasons {
		if r.Code == scoring.ReasonImmediate {
			return true
		}
	}
	return false
}

// standing is the line of figures: points, the change, and the verdict.
func (b *Bot) standing(rq *request, before, after scoring.Assessment) bot.Line {
	data := []any{
		"Points", b.total(rq, after.Points), "Verdict", rq.p.Verdict(after.Verdict), "Was", rq.p.Verdict(before.Verdict),
		"Change", rq.p.Signed(after.Points-before.Points, 1),
	}
	const shown = 0.05 // less than this does not show in one decimal
	switch moved := math.Abs(after.Points-before.Points) >= shown; {
	case after.Verdict > before.Verdict:
		return rq.p.L("standing.rose", data...)
	case after.Verdict < before.Verdict:
		return rq.p.L("standing.fell", data...)
	case moved:
		return rq.p.L("standing.same", data...)
	default:
		return rq.p.L("standing.unmoved", data...)
	}
}
