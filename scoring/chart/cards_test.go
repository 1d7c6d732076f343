package chart_test

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"amicable/scoring"
	"amicable/scoring/chart"
)

const day = 24 * time.Hour

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func daysAgo(d float64) time.Time { return now.Add(-time.Duration(d * float64(day))) }

// flag, remedy and praised are entries of a client's log.
func flag(sign scoring.SignID, ago float64) scoring.Entry {
	return scoring.Entry{Kind: scoring.Incident, Sign: sign, Severity: scoring.Normal, At: daysAgo(ago), By: "ana"}
}

func remedy(kind scoring.RemedyKind, ago float64) scoring.Entry {
	return scoring.Entry{Kind: scoring.RemedyTried, Remedy: kind, At: daysAgo(ago), By: "ana"}
}

func praised(ago float64) scoring.Entry {
	return scoring.Entry{Kind: scoring.PraiseGiven, At: daysAgo(ago), By: "ana"}
}

// words are what the cards need of a language.
type words struct {
	verdicts                               []string
	months                                 []string
	caption, today, others, remedy, praise string
	points, empty                          string
	signs                                  map[scoring.SignID]string
}

var english = words{
	verdicts: []string{"Healthy", "Watch", "Talk", "Renegotiate", "Part ways", "Part ways now"},
	months:   []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	caption:  "Points over the last 26 weeks, and ahead if nothing more happens",
	today:    "today", others: "others", remedy: "remedy", praise: "praise",
	points: "points", empty: "No incidents in this time",
	signs: map[scoring.SignID]string{
		scoring.LatePayment: "late payment", scoring.ScopeCreep: "scope creep", scoring.MissedMeetings: "missed meetings",
		scoring.UnreasonableDemands: "unreasonable demands", scoring.AlwaysOn: "always on", scoring.Unresponsive: "unresponsive",
		scoring.VerbalAbuse: "verbal abuse", scoring.InvoiceDispute: "invoice dispute", scoring.Indecision: "indecision",
	},
}

var polish = words{
	verdicts: []string{"Zdrowa relacja", "Obserwujcie", "Porozmawiajcie", "Renegocjujcie", "Rozstańcie się", "Rozstańcie się od razu"},
	months:   []string{"sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"},
	caption:  "Punkty z ostatnich 26 tygodni i dalej, jeśli nic się nie wydarzy",
	today:    "dziś", others: "inne", remedy: "środek zaradczy", praise: "pochwała",
	points: "pkt", empty: "W tym czasie nic nie zgłoszono",
	signs: map[scoring.SignID]string{
		scoring.LatePayment: "spóźniona płatność", scoring.ScopeCreep: "rozrost zakresu prac",
		scoring.AlwaysOn: "zawsze pod telefonem", scoring.VerbalAbuse: "obelgi słowne",
	},
}

var serbian = words{
	verdicts: []string{"Здраво", "Пратити", "Разговор", "Нови договор", "Растанак", "Растанак одмах"},
	months:   []string{"јан", "феб", "мар", "апр", "мај", "јун", "јул", "авг", "сеп", "окт", "нов", "дец"},
	caption:  "Поени у последњих 26 недеља, и даље ако се ништа више не деси",
	today:    "данас", others: "остало", remedy: "лек", praise: "похвала",
	points: "поена", empty: "Ништа није пријављено у овом периоду",
	signs: map[scoring.SignID]string{
		scoring.LatePayment: "касно плаћање", scoring.ScopeCreep: "ширење посла", scoring.VerbalAbuse: "вређање",
	},
}

// client makes a card from a log, as a command does.
func client(name string, w words, log ...scoring.Entry) chart.ClientCard {
	p := scoring.Default()
	book := scoring.NewBook(p)
	for i := range log {
		log[i].ID = strconv.Itoa(i)
		if err := book.Add(log[i]); err != nil {
			panic(err)
		}
	}
	l := book.Ledger()
	a := scoring.Assess(p, l, now)
	k := chart.ClientCard{
		Name: name, Caption: w.caption, Points: fmt.Sprintf("%.1f %s", a.Points, w.points),
		Verdict: a.Verdict, VerdictLabel: w.verdicts[a.Verdict],
		Course: scoring.Trace(p, l, log, scoring.Span{Now: now, Back: scoring.HalfYear, Ahead: scoring.Quarter}),
		Today:  w.today, Others: w.others, Remedy: w.remedy, Praise: w.praise, Empty: w.empty,
	}
	k.Bands = chart.Bands(p.Thresholds, func(f float64) string { return fmt.Sprint(f) }, func(v scoring.Verdict) string { return w.verdicts[v] })
	k.Ticks = chart.Months(k.Course.From, now.Add(scoring.Quarter), func(m time.Month) string { return w.months[m-1] })
	for _, s := range scoring.Project(p, l, now).Steps {
		k.Steps = append(k.Steps, chart.Tick{At: s.On, Label: fmt.Sprintf("%d %s", s.On.Day(), w.months[s.On.Month()-1])})
	}
	for _, s := range a.Signs {
		label := w.signs[s.Sign.ID]
		if label == "" {
			label = string(s.Sign.ID)
		}
		k.Signs = append(k.Signs, chart.SignName{Sign: s.Sign.ID, Label: label})
	}
	return k
}

const longName = "Brzęczyszczykiewicz i Współpracownicy, Kancelaria Radców Prawnych sp. k. w Łodzi"

func ordinary() []scoring.Entry {
	return []scoring.Entry{
		flag(scoring.LatePayment, 160), flag(scoring.ScopeCreep, 131), flag(scoring.ScopeCreep, 96), praised(80),
		flag(scoring.LatePayment, 62), remedy(scoring.TalkHeld, 55), flag(scoring.MissedMeetings, 33), flag(scoring.LatePayment, 30),
		flag(scoring.AlwaysOn, 12), flag(scoring.LatePayment, 4),
	}
}

func many(n int) (log []scoring.Entry) {
	signs := scoring.Default().Signs
	for i := range n {
		ago := 180 - float64(i)*178/float64(n) + float64(i*7%5)/3
		sign := signs[(i*i+3*i)%len(signs)].ID
		if i%3 == 0 {
			sign = scoring.ScopeCreep
		}
		e := flag(sign, ago)
		if sign != scoring.ScopeCreep {
			e.Severity = scoring.Low
		}
		log = append(log, e)
	}
	return append(log, remedy(scoring.TalkHeld, 120), remedy(scoring.WarningGiven, 60), remedy(scoring.PriceRaised, 58), praised(30), praised(29))
}

func clientCards() map[string]chart.ClientCard {
	steep := []scoring.Entry{
		flag(scoring.ScopeCreep, 120), flag(scoring.UnreasonableDemands, 90), flag(scoring.Unresponsive, 71),
		flag(scoring.InvoiceDispute, 44), remedy(scoring.TalkHeld, 40), flag(scoring.VerbalAbuse, 25), flag(scoring.LatePayment, 10), flag(scoring.LatePayment, 3),
	}
	noon := []scoring.Entry{flag(scoring.ScopeCreep, 50), flag(scoring.LatePayment, 50), flag(scoring.AlwaysOn, 50), flag(scoring.Indecision, 50), remedy(scoring.BoundarySet, 49), praised(49), praised(10)}
	return map[string]chart.ClientCard{
		"client":          client("Acme GmbH", english, ordinary()...),
		"client-none":     client("Ó", english),
		"client-one":      client("Żółta Łódź sp. z o.o.", polish, flag(scoring.LatePayment, 20)),
		"client-one-high": client("Đorđe i sinovi", english, flag(scoring.InvoiceDispute, 70)),
		"client-200":      client("Globex Corporation", english, many(200)...),
		"client-10000":    client("Hooli", english, many(10_000)...),
		"client-60":       client("Initech", english, many(60)...),
		"client-long":     client(longName, polish, steep...),
		"client-cyrillic": client("Ђорђевић и синови", serbian, slices.Concat(ordinary(), []scoring.Entry{flag(scoring.VerbalAbuse, 20), praised(9)})...),
		"client-steep":    client("Umbrella", english, steep...),
		"client-old":      client("שלום Acme ושות׳", english, flag(scoring.InvoiceDispute, 190), praised(20)),
		"client-noon":     client("Stark & Söhne 🚀 株式会社", english, noon...),
	}
}

func portfolioCards() map[string]chart.PortfolioCard {
	names := []string{"Acme GmbH", "Żółta Łódź sp. z o.o.", "Ђорђевић и синови", "Globex", "Initech", "Umbrella", "Stark & Söhne", "Wayne"}
	trouble := []float64{0.41, 0.37, 0.09, 0.05, 0.04, 0.02, 0.015, 0.005}
	revenue := []float64{0.09, 0.22, 0.31, 0.12, 0.03, 0.11, 0.1, 0.02}
	verdicts := []scoring.Verdict{scoring.PartWays, scoring.Renegotiate, scoring.Talk, scoring.Watch, scoring.Watch, scoring.Healthy, scoring.Healthy, scoring.Healthy}
	percent := func(f float64) string { return fmt.Sprintf("%.0f %%", f*100) }
	k := chart.PortfolioCard{
		Title: "Your clients", Lead: "2 of 11 clients make 78 % of the trouble", Few: 2,
		TroubleLabel: "share of the trouble", RevenueLabel: "share of the revenue", LineLabel: "added up", Empty: "No trouble with anybody",
	}
	for i, n := range names {
		k.Clients = append(k.Clients, chart.ClientShare{
			Name: n, Verdict: verdicts[i], VerdictLabel: english.verdicts[verdicts[i]],
			Trouble: trouble[i], Revenue: revenue[i], TroubleText: percent(trouble[i]), RevenueText: percent(revenue[i]),
		})
	}
	all := map[string]chart.PortfolioCard{"portfolio-ranked": k}
	k.Revenue = true
	all["portfolio-revenue"] = k

	few := k
	few.Clients, few.Few, few.Lead = k.Clients[:2], 1, "1 of 2 clients makes 53 % of the trouble"
	all["portfolio-two"] = few
	few.Clients = nil
	all["portfolio-none"] = few

	sixty := k
	sixty.Clients, sixty.Few, sixty.Lead = nil, 26, "26 of 60 clients make 80 % of the trouble"
	for i := range chart.Rows - 1 {
		v := verdicts[i%len(verdicts)]
		sixty.Clients = append(sixty.Clients, chart.ClientShare{
			Name: longName[i*3:], Verdict: v, VerdictLabel: polish.verdicts[v],
			Trouble: 0.06 - float64(i)/200, Revenue: 0.02, TroubleText: percent(0.06 - float64(i)/200), RevenueText: "2 %",
		})
	}
	sixty.Rest = &chart.ClientShare{Name: "53 others", Trouble: 0.685, Revenue: 0.86, TroubleText: "69 %", RevenueText: "86 %"}
	all["portfolio-60"] = sixty
	sixty.Revenue = false
	all["portfolio-60-ranked"] = sixty
	return all
}

func costsCards() map[string]chart.CostsCard {
	cost := func(id scoring.SignID, label string, last, before float64) chart.SignCost {
		change := last - before
		if change < 0 {
			change = -change
		}
		return chart.SignCost{
			Sign: id, Label: label, Last: last, Before: before,
			LastText: fmt.Sprintf("%.1f", last), BeforeText: fmt.Sprintf("%.1f", before), Change: fmt.Sprintf("%.1f", change),
		}
	}
	k := chart.CostsCard{
		Title: "What costs us most", Lead: "Points of all clients by sign, this quarter and the one before",
		LastLabel: "23 Aug to 21 Nov", BeforeLabel: "24 May to 22 Aug", Empty: "Nothing was flagged in this time",
		Signs: []chart.SignCost{
			cost(scoring.LatePayment, "late payment", 72, 41), cost(scoring.ScopeCreep, "scope creep", 55, 61.3),
			cost(scoring.InvoiceDispute, "invoice dispute", 42, 0), cost(scoring.VerbalAbuse, "verbal abuse", 20, 20),
			cost(scoring.AlwaysOn, "always on", 16, 24), cost(scoring.Unresponsive, "unresponsive", 10, 5), cost(scoring.Tension, "tension", 0, 8),
		},
	}
	all := map[string]chart.CostsCard{"costs": k}
	pl := k
	pl.Title, pl.Lead = "Co kosztuje nas najwięcej", "Punkty wszystkich klientów według sygnału"
	pl.Signs = []chart.SignCost{
		cost(scoring.LatePayment, "spóźniona płatność", 9, 0), cost("our-own", "касно одобравање нацрта уговора и анекса", 4, 13.25),
	}
	all["costs-two"] = pl
	k.Signs = nil
	all["costs-none"] = k
	return all
}
