package commands

import (
	"context"

	"amicable/bot"
	"amicable/commands/parse"
	"amicable/scoring"
)

var signsCommand = command{
	name: "signs", umbrella: true,
	options: []option{{name: "sign", suggest: true, max: maxOption}},
	run: func(b *Bot, _ context.Context, rq *request, line parse.Line) (bot.Reply, error) {
		if line.Note != "" {
			id, ok := b.signs.Sign(line.Note)
			if !ok {
				return bot.Reply{}, trouble("sign-unknown", "Typed", shorten(line.Note, 60))
			}
			return b.aboutSign(rq, id), nil
		}
		reply := bot.Reply{Title: rq.p.S("signs.title")}
		reply.Blocks = append(reply.Blocks, bot.Text{Line: rq.p.L("signs.intro")})
		var list bot.List
		for _, s := range b.policy.Signs {
			list.Items = append(list.Items, bot.Item{
				Line:   rq.p.L("signs.item", "Emoji", s.Emoji, "Sign", string(s.ID), "Weight", b.weight(rq, s)),
				Detail: bot.P(rq.p.SignAbout(s.ID)),
			})
		}
		t := b.policy.Thresholds
		reply.Blocks = append(reply.Blocks, list, bot.Note{Line: rq.p.L("signs.fade",
			"Days", int(b.policy.HalfLife.Hours()/24), "Watch", rq.p.Number(t.Watch, 0), "Talk", rq.p.Number(t.Talk, 0),
			"Renegotiate", rq.p.Number(t.Renegotiate, 0), "PartWays", rq.p.Number(t.PartWays, 0))})
		return reply, nil
	},
}

// aboutSign explains one sign: what it is, what it weighs, what to try.
func (b *Bot) aboutSign(rq *request, id scoring.SignID) bot.Reply {
	s, _ := b.policy.Sign(id)
	return bot.Reply{
		Title: b.signLabel(rq, id),
		Blocks: []bot.Block{
			bot.Text{Line: bot.P(rq.p.SignAbout(id))},
			bot.Fields{Fields: []bot.Fact{
				{Label: rq.p.S("signs.weight"), Lines: []bot.Line{bot.P(b.weight(rq, s))}},
				{Label: rq.p.S("signs.try"), Lines: []bot.Line{bot.P(rq.p.SignAdvice(id))}},
			}},
		},
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
