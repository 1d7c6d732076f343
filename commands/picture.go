package commands

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"amicable/bot"
	"amicable/scoring"
	"amicable/scoring/chart"
	"amicable/storage"
)

// picture is what a reply's Picture is.
type picture = func(context.Context) (bot.Image, error)

// courseEntries bounds the part of a log that a picture reads. What is drawn of
// a longer one begins later (see scoring.Span.Since).
const courseEntries = 1000

// ahead is how far a course is projected.
const ahead = 8 * 7 * 24 * time.Hour

// coursePicture draws the points of the last 26 weeks.
func (b *Bot) coursePicture(rq *request, c storage.Client, a scoring.Assessment) picture {
	return func(ctx context.Context) (bot.Image, error) {
		log, since, err := latest(ctx, rq.ws, c.ID, courseEntries)
		if err != nil {
			return bot.Image{}, err
		}
		now := rq.now.In(rq.zone)
		span := scoring.Span{Now: now, Back: scoring.HalfYear, Ahead: ahead, Since: since}
		course := scoring.Trace(rq.policy, c.Ledger, log, span)
		card := b.courseCard(rq, c, a, course)
		png, err := b.painter.Client(ctx, card)
		return bot.Image{PNG: png, Alt: courseAlt(rq, card), Title: card.Caption}, err
	}
}

func (b *Bot) courseCard(rq *request, c storage.Client, a scoring.Assessment, course scoring.Course) chart.ClientCard {
	p := rq.p
	card := chart.ClientCard{
		Name: c.Name, Caption: p.S("picture.course"), Points: b.total(rq, a.Points),
		Verdict: a.Verdict, VerdictLabel: p.Verdict(a.Verdict), Course: course,
		Bands: chart.Bands(rq.policy.Thresholds, func(x float64) string { return p.Number(x, 0) }, p.Verdict),
		Ticks: chart.Months(course.From.In(rq.zone), rq.now.Add(ahead).In(rq.zone), func(m time.Month) string { return p.S("month-short." + strconv.Itoa(int(m))) }),
		Today: p.S("ago.today"), Others: p.S("picture.others"), Remedy: p.S("picture.remedy"), Praise: p.S("picture.praise"), Empty: p.S("picture.empty"),
	}
	for _, s := range a.Signs {
		card.Signs = append(card.Signs, chart.SignName{Sign: s.Sign.ID, Label: p.Sign(s.Sign.ID)})
	}
	for _, s := range scoring.Project(rq.policy, c.Ledger, rq.now).Steps {
		label := p.S("change.step", "Verdict", p.Verdict(s.Verdict), "Day", p.Day(s.On, rq.now))
		card.Steps = append(card.Steps, chart.Tick{At: s.On, Label: label})
	}
	return card
}

// courseAlt says what the picture shows.
func courseAlt(rq *request, card chart.ClientCard) string {
	var incidents, tried, good int
	var last time.Time
	highest, bySign := 0.0, map[scoring.SignID]int{}
	for _, m := range card.Course.Marks {
		switch m.Kind {
		case scoring.Incident:
			incidents++
			bySign[m.Sign]++
			if m.At.After(last) {
				last = m.At
			}
		case scoring.RemedyTried:
			tried++
		case scoring.PraiseGiven:
			good++
		default: // nothing else is drawn
		}
	}
	for _, s := range card.Course.Past {
		highest = max(highest, s.Points)
	}
	alt := rq.p.N("picture.course-alt", incidents, "Client", card.Name, "Points", card.Points, "Verdict", card.VerdictLabel, "Highest", rq.p.Points(highest, 1))
	var details []string
	for _, s := range card.Signs {
		if n := bySign[s.Sign]; n > 0 {
			details = append(details, fmt.Sprintf("%s ×%d", s.Label, n))
		}
	}
	if !last.IsZero() {
		details = append(details, rq.p.S("why.last", "Ago", rq.p.Ago(last, rq.now)))
	}
	if tried > 0 {
		details = append(details, fmt.Sprintf("%s ×%d", card.Remedy, tried))
	}
	if good > 0 {
		details = append(details, fmt.Sprintf("%s ×%d", card.Praise, good))
	}
	if len(details) > 0 {
		alt += " " + capital(strings.Join(details, ", ")) + "."
	}
	var steps []string
	for _, s := range card.Steps {
		steps = append(steps, s.Label)
	}
	if len(steps) > 0 {
		alt += " " + rq.p.S("change.waiting", "Steps", strings.Join(steps, ", "))
	}
	return alt
}

// latest reads the latest n entries of a log. since is the time from which they
// are all that was recorded; zero when they are the whole log.
func latest(ctx context.Context, ws *storage.Workspace, id storage.ClientID, n int) (log []scoring.Entry, since time.Time, err error) {
	entries, err := ws.History(ctx, id, "", n)
	if err != nil {
		return nil, time.Time{}, err
	}
	for _, e := range entries {
		log = append(log, e.Scoring())
	}
	if len(entries) == n {
		since = entries[n-1].Recorded
	}
	return log, since, nil
}

// portfolioPicture draws who makes how much of the trouble, against the
// revenue where it is known.
func (b *Bot) portfolioPicture(rq *request, all []storage.Client, assessed []scoring.Assessment, total int, share scoring.Share) picture {
	return func(ctx context.Context) (bot.Image, error) {
		card := b.portfolioCard(rq, all, assessed, total, share)
		png, err := b.painter.Portfolio(ctx, card)
		return bot.Image{PNG: png, Alt: portfolioAlt(card), Title: card.Title}, err
	}
}

func (b *Bot) portfolioCard(rq *request, all []storage.Client, assessed []scoring.Assessment, total int, share scoring.Share) chart.PortfolioCard {
	p := rq.p
	card := chart.PortfolioCard{
		Title: p.N("clients.title", total), Few: share.Clients,
		TroubleLabel: p.S("picture.trouble"), RevenueLabel: p.S("picture.revenue"), LineLabel: p.S("picture.added-up"), Empty: p.S("picture.no-trouble"),
	}
	if share.Clients > 0 && total > 2 {
		card.Lead = p.N("clients.pareto", share.Clients, "Of", share.Of, "Part", p.Percent(share.Part))
	}
	revenue, known := revenues(all)
	known = known && len(all) == total
	card.Revenue = known
	var trouble, earned float64
	for i := range all {
		trouble += assessed[i].Points
		earned += revenue[i]
	}
	part := func(x, of float64) (float64, string) {
		if of <= 0 {
			return 0, ""
		}
		return x / of, p.Percent(x / of)
	}
	rows := len(all)
	if total > chart.Rows {
		rows = min(rows, chart.Rows-1)
	}
	rest := chart.ClientShare{Name: p.N("picture.rest", total-rows)}
	for i := range all {
		if i >= rows {
			rest.Trouble += assessed[i].Points
			rest.Revenue += revenue[i]
			continue
		}
		row := chart.ClientShare{Name: all[i].Name, Verdict: assessed[i].Verdict, VerdictLabel: p.Verdict(assessed[i].Verdict)}
		row.Trouble, row.TroubleText = part(assessed[i].Points, trouble)
		if known && revenue[i] > 0 {
			row.Revenue, row.RevenueText = part(revenue[i], earned)
		}
		card.Clients = append(card.Clients, row)
	}
	if total > rows {
		rest.Trouble, rest.TroubleText = part(rest.Trouble, trouble)
		if known {
			rest.Revenue, rest.RevenueText = part(rest.Revenue, earned)
		}
		card.Rest = &rest
	}
	return card
}

// portfolioAlt says what the picture shows.
func portfolioAlt(card chart.PortfolioCard) string {
	parts := []string{card.Title + "."}
	if card.Lead != "" {
		parts = append(parts, card.Lead)
	}
	rows := card.Clients
	if card.Rest != nil {
		rows = append(slices.Clone(rows), *card.Rest)
	}
	for _, c := range rows {
		text := c.Name
		if c.VerdictLabel != "" {
			text += ": " + c.VerdictLabel
		}
		if c.TroubleText != "" {
			text += ", " + card.TroubleLabel + " " + c.TroubleText
		}
		if c.RevenueText != "" {
			text += ", " + card.RevenueLabel + " " + c.RevenueText
		}
		parts = append(parts, text+".")
	}
	return strings.Join(parts, " ")
}

// revenues reads the monthly revenue of each client. known tells whether there
// are shares to compare: all clients have one, in the same currency. A share of
// what happens to be known would be a wrong figure.
func revenues(all []storage.Client) (each []float64, known bool) {
	each = make([]float64, len(all))
	currency := ""
	for i, c := range all {
		x, unit, ok := readAmount(c.Profile["revenue"])
		if !ok || i > 0 && unit != currency {
			return each, false
		}
		each[i], currency = x, unit
	}
	return each, len(all) > 1
}

// costClients and costEntries bound what the picture of costs reads: clients,
// and entries of each. They are more than a team has in half a year.
const (
	costClients = 200
	costEntries = 2000
	costPage    = 200 // entries read at once
)

// halfYear reads what was recorded of a client in the last two quarters.
func halfYear(ctx context.Context, rq *request, id storage.ClientID) (log []scoring.Entry, err error) {
	before := ""
	for len(log) < costEntries {
		page, err := rq.ws.History(ctx, id, before, costPage)
		if err != nil {
			return nil, err
		}
		for _, e := range page {
			log = append(log, e.Scoring())
		}
		if len(page) < costPage || rq.now.Sub(page[len(page)-1].Recorded) > scoring.HalfYear {
			break
		}
		before = page[len(page)-1].ID
	}
	return log, nil
}

// costsPicture draws what each sign cost in the last quarter and in the one before.
func (b *Bot) costsPicture(rq *request) picture {
	return func(ctx context.Context) (bot.Image, error) {
		all, _, err := rq.ws.Ranked(ctx, 0, costClients)
		if err != nil {
			return bot.Image{}, err
		}
		costs := scoring.NewCosts(rq.policy, rq.now)
		for _, c := range all {
			log, err := halfYear(ctx, rq, c.ID)
			if err != nil {
				return bot.Image{}, err
			}
			costs.Add(c.Ledger.Profile, log)
		}
		card := b.costsCard(rq, costs.Lines())
		png, err := b.painter.Costs(ctx, card)
		return bot.Image{PNG: png, Alt: costsAlt(rq, card), Title: card.Title}, err
	}
}

func (b *Bot) costsCard(rq *request, lines []scoring.Cost) chart.CostsCard {
	p := rq.p
	card := chart.CostsCard{
		Title: p.S("picture.costs"), LastLabel: p.S("picture.last-quarter"), BeforeLabel: p.S("picture.quarter-before"), Empty: p.S("picture.empty"),
	}
	for i, l := range lines {
		if i == chart.Rows {
			break
		}
		row := chart.SignCost{
			Sign: l.Sign.ID, Label: capital(p.Sign(l.Sign.ID)), Last: l.Last, Before: l.Before,
			LastText: points(rq, l.Last), BeforeText: points(rq, l.Before),
		}
		if moved := math.Abs(l.Last - l.Before); moved >= 0.05 {
			row.Change = points(rq, moved)
		}
		card.Signs = append(card.Signs, row)
	}
	if len(card.Signs) > 0 && card.Signs[0].Last > 0 {
		card.Lead = p.S("picture.dearest", "Sign", card.Signs[0].Label, "Points", p.Points(card.Signs[0].Last, 1), "Before", card.Signs[0].BeforeText)
	}
	return card
}

// costsAlt says what the picture shows.
func costsAlt(rq *request, card chart.CostsCard) string {
	if len(card.Signs) == 0 {
		return card.Title + ": " + card.Empty
	}
	var parts []string
	for _, s := range card.Signs {
		parts = append(parts, rq.p.S("picture.cost", "Sign", s.Label, "Last", s.LastText, "Before", s.BeforeText))
	}
	return rq.p.S("picture.costs-alt", "Title", card.Title, "Signs", strings.Join(parts, "; "))
}
