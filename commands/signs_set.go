package commands

import (
	"context"
	"strconv"
	"strings"

	"amicable/bot"
	"amicable/scoring"
)

// splitSign reads "late payment points=12 grace=0" and "morale off".
func splitSign(text string) map[string]string {
	own := map[string]string{}
	words := strings.Fields(text)
	if len(words) > 1 && words[0] == "set" {
		words = words[1:]
	}
	for len(words) > 1 {
		last := strings.ToLower(words[len(words)-1])
		switch key, value, _ := strings.Cut(last, "="); {
		case (key == "points" || key == "grace") && value != "":
			own[key] = value
		case own["use"] == "" && (last == "on" || last == "off" || last == "default"):
			own["use"] = last
		default:
			own["sign"] = strings.Join(words, " ")
			return own
		}
		words = words[:len(words)-1]
	}
	own["sign"] = strings.Join(words, " ")
	return own
}

// setSign changes what a sign counts for in this workspace.
func (b *Bot) setSign(ctx context.Context, rq *request, id scoring.SignID, change map[string]string) (bot.Reply, error) {
	if !rq.mayChange() {
		return bot.Reply{}, trouble("admins-only")
	}
	base, _ := b.policy.Sign(id)
	rule := readRule(rq.settings[settingSign+string(id)])
	switch strings.ToLower(change["use"]) {
	case "":
	case "on":
		rule.off = false
	case "default":
		rule = signRule{}
	case "off":
		if base.Tier == scoring.Immediate {
			return bot.Reply{}, trouble("sign-stays", "Sign", capital(rq.p.Sign(id)))
		}
		rule.off = true
	default:
		return bot.Reply{}, trouble("fact-one-of", "Typed", shorten(change["use"], 40), "Known", "on, off, default")
	}
	var err error
	if rule.points, err = signNumber(change["points"], 1, rule.points); err != nil {
		return bot.Reply{}, err
	}
	if rule.grace, err = signNumber(change["grace"], 0, rule.grace); err != nil {
		return bot.Reply{}, err
	}
	if rule.points != nil && float64(*rule.points) == base.Points {
		rule.points = nil
	}
	if rule.grace != nil && float64(*rule.grace) == base.Grace {
		rule.grace = nil
	}
	if err := rq.ws.Set(ctx, settingSign+string(id), rule.String(), rq.actor()); err != nil {
		return bot.Reply{}, err
	}
	rq.settings[settingSign+string(id)] = rule.String()
	b.underOwnRules(rq)
	reply := b.aboutSign(rq, id)
	reply.Blocks = append([]bot.Block{bot.Text{Line: rq.p.L("signs.saved")}}, reply.Blocks...)
	return reply, nil
}

// signNumber reads whole points; what was not typed stays as it was.
func signNumber(typed string, least int, was *int) (*int, error) {
	if typed == "" {
		return was, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < least || n > maxSignPoints {
		return nil, trouble("sign-number", "Typed", shorten(typed, 40), "Least", least, "Most", maxSignPoints)
	}
	return &n, nil
}
