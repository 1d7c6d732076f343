package commands

import (
	"context"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
)

var signsCommand = command{
	name: "signs", umbrella: true, records: true,
	options: []option{
		{name: "sign", suggest: true, max: maxOption},
		{name: "points", max: maxOption},
		{name: "grace", max: maxOption},
		{name: "use", choices: []string{"on", "off", "default"}, labels: "choice.use-"},
	},
	split: splitSign,
	run: func(b *Bot, ctx context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		own := line.Options
		typed := own["sign"]
		if typed == "" {
			return b.allSigns(rq), nil
		}
		id, ok := b.signs().Sign(typed)
		if whole, is := b.signs().Sign(rq.Text); is && len(rq.Options) == 0 {
			return b.aboutSign(rq, whole), nil // "always on" switches nothing on
		}
		if !ok {
			return bot.Reply{}, trouble("sign-unknown", "Typed", shorten(typed, 60))
		}
		if own["points"]+own["grace"]+own["use"] != "" {
			return b.setSign(ctx, rq, id, own)
		}
		return b.aboutSign(rq, id), nil
	},
}

// allSigns lists them with what they weigh here.
func (b *Bot) allSigns(rq *request) bot.Reply {
	reply := bot.Reply{Title: rq.p.S("signs.title")}
	reply.Blocks = append(reply.Blocks, bot.Text{Line: rq.p.L("signs.intro")})
	var list bot.List
	for _, s := range b.policy.Signs {
		list.Items = append(list.Items, bot.Item{
			Line:   rq.p.L("signs.item", "Emoji", s.Emoji, "Sign", string(s.ID), "Weight", b.weightHere(rq, s)),
			Detail: bot.P(rq.p.SignAbout(s.ID)),
		})
	}
	t := rq.policy.Thresholds
	reply.Blocks = append(reply.Blocks, list, bot.Note{Line: rq.p.L("signs.fade",
		"Days", int(rq.policy.HalfLife.Hours()/24), "Watch", rq.p.Number(t.Watch, 0), "Talk", rq.p.Number(t.Talk, 0),
		"Renegotiate", rq.p.Number(t.Renegotiate, 0), "PartWays", rq.p.Number(t.PartWays, 0))})
	return reply
}

// aboutSign explains one sign: what it is, what it weighs, what to try.
func (b *Bot) aboutSign(rq *request, id scoring.SignID) bot.Reply {
	s, _ := b.policy.Sign(id)
	return bot.Reply{
		Title: b.signLabel(rq, id),
		Blocks: []bot.Block{
			bot.Text{Line: bot.P(rq.p.SignAbout(id))},
			bot.Fields{Fields: []bot.Fact{
				{Label: rq.p.S("signs.weight"), Lines: []bot.Line{bot.P(b.weightHere(rq, s))}},
				{Label: rq.p.S("signs.try"), Lines: []bot.Line{bot.P(rq.p.SignAdvice(id))}},
			}},
		},
	}
}

// weightHere words what a sign counts for in this workspace, and what it does
// elsewhere when that differs.
func (b *Bot) weightHere(rq *request, s scoring.Sign) string {
	here, on := rq.policy.Sign(s.ID)
	switch {
	case !on:
		return rq.p.S("signs.off", "Weight", b.weight(rq, s))
	case here.Points != s.Points || here.Grace != s.Grace:
		return rq.p.S("signs.changed", "Weight", b.weight(rq, here), "Was", b.weight(rq, s))
	default:
		return b.weight(rq, s)
	}
}

// weight words what a sign counts for.
func (b *Bot) weight(rq *request, s scoring.Sign) string {
	data := []any{"Points", rq.p.Points(s.Points, 0), "Grace", rq.p.Number(s.Grace, 0)}
	switch {
	case s.Tier != scoring.Pattern:
		return rq.p.S("signs.tier-"+s.Tier.String(), data...)
	case s.Grace > 0:
		return rq.p.S("signs.points-grace", data...)
	default:
		return rq.p.Points(s.Points, 0)
	}
}
