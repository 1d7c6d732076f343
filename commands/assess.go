package commands

import (
	"context"
	"math"
	"strings"
	"time"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
	"amicable/storage"
)

var assessCommand = command{
	name: "assess", about: maybeClient,
	options: []option{perhaps(clientOption)},
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		if line.Client.ID == "" {
			return b.portfolio(ctx, rq, "")
		}
		return b.assessment(ctx, rq, line.Client.ID)
	},
}

// assessment is the whole answer about one client: the verdict, why, what to
// do, and what would change it.
func (b *Bot) assessment(ctx context.Context, rq *request, id storage.ClientID) (bot.Reply, error) {
	c, err := rq.ws.Client(ctx, id)
	if err != nil {
		return bot.Reply{}, err
	}
	a := b.assess(rq, c)
	reply := bot.Reply{Title: rq.p.S("assess.title", "Client", c.Name, "Verdict", rq.p.Verdict(a.Verdict))}
	if !c.Closed.IsZero() {
		reply.Blocks = append(reply.Blocks, bot.Note{Line: rq.p.L("assess.closed", "Quoted", quoted(c.Name), "Day", rq.p.Day(c.Closed, rq.now))})
	}
	reply.Blocks = append(reply.Blocks, b.figures(rq, a)...)
	facts := []bot.Fact{
		{Label: rq.p.S("assess.why"), Lines: b.why(rq, c, a)},
		{Label: rq.p.S("assess.what-to-do"), Lines: b.whatToDo(rq, c, a)},
	}
	if lines := b.whatWouldChange(rq, c, a); len(lines) > 0 {
		facts = append(facts, bot.Fact{Label: rq.p.S("assess.change"), Lines: lines})
	}
	if lines := b.also(ctx, rq, c, a); len(lines) > 0 {
		facts = append(facts, bot.Fact{Label: rq.p.S("assess.also"), Lines: lines})
	}
	reply.Blocks = append(reply.Blocks, bot.Fields{Fields: facts})
	buttons := append(b.stepButtons(rq, c, a), historyButton(rq, id))
	reply.Blocks = append(reply.Blocks, bot.Actions{Buttons: buttons})
	reply.Picture = b.coursePicture(rq, c, a)
	reply.Fallback = rq.p.S("assess.fallback", "Client", c.Name, "Verdict", rq.p.Verdict(a.Verdict), "Points", b.total(rq, a.Points))
	return reply, nil
}

// figures are the points with their trend, in words and against the thresholds.
func (b *Bot) figures(rq *request, a scoring.Assessment) []bot.Block {
	t := rq.policy.Thresholds
	m := bot.Meter{Value: a.Points, Max: t.PartWays * 4 / 3}
	for _, v := range []scoring.Verdict{scoring.Watch, scoring.Talk, scoring.Renegotiate, scoring.PartWays} {
		m.Marks = append(m.Marks, bot.Mark{At: t.Of(v), Label: rq.p.Verdict(v)})
	}
	line := rq.p.L("assess.figures", "Points", b.total(rq, a.Points),
		"Mark", rq.p.S("trend.mark-"+trend(a)), "Trend", rq.p.S("trend."+trend(a)))
	m.Alt = line.String()
	return []bot.Block{bot.Text{Line: line}, m}
}

// points writes points to one decimal, as every reply shows them, without their unit.
func points(rq *request, x float64) string { return rq.p.Number(x, 1) }

// total words a client's points with their unit. Rounding never lifts them onto a threshold that
// they have not reached: 11.96 is 11.9, as Talk begins at 12.
func (b *Bot) total(rq *request, x float64) string {
	shown := math.Round(x*10) / 10
	for _, v := range scoring.Verdicts() {
		if t := rq.policy.Thresholds.Of(v); x < t && shown >= t {
			shown = math.Floor(x*10) / 10
		}
	}
	return rq.p.Points(shown, 1)
}

// shownSigns bounds the lines of arithmetic in a reply.
const shownSigns = 6

// why gives every reason and each sign's arithmetic.
func (b *Bot) why(rq *request, c storage.Client, a scoring.Assessment) []bot.Line {
	var lines []bot.Line
	for _, r := range a.Reasons {
		if line, ok := b.reason(rq, c, r); ok {
			lines = append(lines, line)
		}
	}
	for i, s := range a.Signs {
		if i == shownSigns {
			lines = append(lines, rq.p.LN("why.more-signs", len(a.Signs)-i))
			break
		}
		lines = append(lines, b.signLine(rq, s))
	}
	if len(lines) == 0 {
		lines = append(lines, rq.p.L("why.nothing"))
	}
	return lines
}

// reason words one rule that spoke. Points below the first threshold need no
// words: the signs' own lines say it all.
func (b *Bot) reason(rq *request, c storage.Client, r scoring.Reason) (bot.Line, bool) {
	data := []any{
		"Sign", rq.p.Sign(r.Sign), "Start", capital(rq.p.Sign(r.Sign)), "Verdict", rq.p.Verdict(r.Verdict), "Count", r.Count,
		"Points", b.total(rq, r.Points), "Threshold", rq.p.Number(r.Threshold, 0),
		"Day", rq.p.Day(r.At, rq.now), "Remedy", rq.p.Remedy(r.Remedy), "RemedyDay", rq.p.Day(r.RemedyAt, rq.now),
	}
	switch r.Code {
	case scoring.ReasonPoints:
		if r.Verdict == scoring.Healthy {
			return nil, false
		}
	case scoring.ReasonPraise:
		return rq.p.LN("why.praise", r.Count, data...), true
	case scoring.ReasonOverride:
		o := c.Ledger.Override
		data = append(data, "By", o.By, "Reason", o.Reason, "Day", rq.p.Day(lastDay(o), rq.now))
		if o.Reason == "" {
			return rq.p.L("why.override-unexplained", data...), true
		}
	default: // the words need no more than data
	}
	return rq.p.L("why."+string(r.Code), data...), true
}

// lastDay is the last day on which an override holds; it ends when that day does.
func lastDay(o *scoring.Override) time.Time { return o.Until.Add(-time.Second) }

// signLine is a sign's arithmetic in one line: count, points, how they come
// about, how recent, how many people.
func (b *Bot) signLine(rq *request, s scoring.SignScore) bot.Line {
	name := rq.p.Sign(s.Sign.ID)
	if s.Exempt {
		return rq.p.L("why.sign-exempt", "Sign", name, "Count", s.Count)
	}
	sum := []any{"Each", rq.p.Number(s.Sign.Points, 0), "N", rq.p.Number(s.N, 2), "Grace", rq.p.Number(s.Sign.Grace, 0)}
	key := "why.sum"
	if s.Sign.Grace > 0 {
		key = "why.sum-grace"
		if s.Points == 0 {
			key = "why.sum-forgiven"
		}
	}
	parts := []string{rq.p.S("why.sign-points", "Points", rq.p.Points(s.Points, 1), "Sum", rq.p.S(key, sum...))}
	if !s.Last.IsZero() {
		parts = append(parts, rq.p.S("why.last", "Ago", rq.p.Ago(s.Last, rq.now)))
	}
	if s.People > 0 {
		parts = append(parts, rq.p.N("why.people", s.People))
	}
	return rq.p.L("why.sign", "Sign", capital(name), "Count", s.Count, "Rest", strings.Join(parts, ", "))
}

// whatWouldChange says what waiting brings, and what a further incident would.
func (b *Bot) whatWouldChange(rq *request, c storage.Client, a scoring.Assessment) []bot.Line {
	pr := scoring.Project(rq.policy, c.Ledger, rq.now)
	var lines []bot.Line
	if len(pr.Steps) > 0 {
		var steps []string
		for _, s := range pr.Steps {
			steps = append(steps, rq.p.S("change.step", "Verdict", rq.p.Verdict(s.Verdict), "Day", rq.p.Day(s.On, rq.now)))
		}
		lines = append(lines, rq.p.L("change.waiting", "Steps", strings.Join(steps, ", ")))
	}
	if len(pr.Raises) > 0 && (pr.Raises[0].Shown || everyday(rq, pr.Raises[0].Sign)) {
		r := pr.Raises[0]
		key := "change.one-more"
		if !r.Shown {
			key = "change.a-first"
		}
		lines = append(lines, rq.p.L(key, "Sign", rq.p.Sign(r.Sign), "Verdict", rq.p.Verdict(r.Verdict)))
	}
	if a.Override != nil && a.Computed != a.Verdict {
		lines = append(lines, rq.p.L("change.override-ends", "Day", rq.p.Day(lastDay(a.Override), rq.now), "Verdict", rq.p.Verdict(a.Computed)))
	}
	return lines
}

// everyday tells a sign that may well come up from those, such as violence, of
// which nobody needs to hear that a first case would be grave.
func everyday(rq *request, id scoring.SignID) bool {
	s, ok := rq.policy.Sign(id)
	return ok && s.Tier == scoring.Pattern
}

// trend is the code of a trend as it is shown: without points there is none to speak of.
func trend(a scoring.Assessment) string {
	if a.Points < 0.05 {
		return scoring.Steady.String()
	}
	return a.Trend.String()
}

// also holds what is good to know beside: cautions, remedies, the pattern of partings.
func (b *Bot) also(ctx context.Context, rq *request, c storage.Client, a scoring.Assessment) []bot.Line {
	var lines []bot.Line
	if c.Closed.IsZero() {
		if part, ok := b.share(ctx, rq, a); ok {
			lines = append(lines, rq.p.L("also.share", "Part", rq.p.Percent(part)))
		}
	}
	for _, k := range a.Cautions {
		key := "caution." + string(k.Code)
		if k.Code == scoring.CautionSafety && k.Verdict == scoring.PartWaysNow {
			key = "caution.override-hides-danger"
		}
		lines = append(lines, rq.p.LN(key, k.Count, "Sign", rq.p.Sign(k.Sign), "Verdict", rq.p.Verdict(k.Verdict)))
	}
	if tried := latestRemedy(c, rq.policy.RemedyWindow, rq.now); tried != nil {
		lines = append(lines, rq.p.L("also.tried", "Remedy", capital(rq.p.Remedy(tried.Kind)), "Day", rq.p.Day(tried.At, rq.now)))
	} else if a.Verdict == scoring.Talk || a.Verdict == scoring.Renegotiate {
		lines = append(lines, rq.p.L("also.nothing-tried"))
	}
	return lines
}

func latestRemedy(c storage.Client, within time.Duration, now time.Time) *scoring.Remedy {
	for _, r := range c.Ledger.Remedies {
		if now.Sub(r.At) <= within {
			return &r
		}
	}
	return nil
}
