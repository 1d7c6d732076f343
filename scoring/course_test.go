package scoring_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"amicable/scoring"
)

func halfYear() scoring.Span {
	return scoring.Span{Now: today, Back: scoring.HalfYear, Ahead: scoring.Quarter}
}

// shuffled returns a log in another order, as a course must not care.
func shuffled(t *rapid.T, log []scoring.Entry) []scoring.Entry {
	log = slices.Clone(log)
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
	r.Shuffle(len(log), func(i, j int) { log[i], log[j] = log[j], log[i] })
	return log
}

// drawTangle tells a history in which some of the entries were taken back.
func drawTangle(t *rapid.T) *story {
	s := drawStory(t)
	taken := map[string]bool{}
	for _, e := range slices.Clone(s.entries) {
		if rapid.IntRange(0, 4).Draw(t, "take back") == 0 && !taken[e.ID] {
			taken[e.ID] = true
			s.add(scoring.Entry{Kind: scoring.TakenBack, Of: e.ID, By: e.By, At: today})
		}
	}
	profile := s.running.Profile
	s.running = s.book.Ledger()
	s.running.Profile = profile
	return s
}

func TestCourseEndsAtWhatIsAssessed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawTangle(t)
		now := today.Add(-time.Duration(rapid.IntRange(0, 300).Draw(t, "days earlier")) * day)
		span := halfYear()
		span.Now = now
		c := scoring.Trace(s.policy, s.running, shuffled(t, s.entries), span)
		want := s.assessAt(now).Points
		last := c.Past[len(c.Past)-1]
		if last.Points != want || !last.At.Equal(now) || c.Ahead[0] != last {
			t.Fatalf("course ends at %+v and goes on at %+v; assessed %v", last, c.Ahead[0], want)
		}
		for _, a := range c.Ahead {
			if want := s.assessAt(a.At).Points; a.Points != want {
				t.Fatalf("ahead at %v: %v, want %v", a.At, a.Points, want)
			}
		}
	})
}

// What had happened by then, and nothing else, makes each moment's points.
func TestCourseIsWhatTheLogOfThatTimeSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawTangle(t)
		c := scoring.Trace(s.policy, s.running, shuffled(t, s.entries), halfYear())
		if !c.Past[0].At.Equal(c.From) || !c.From.Equal(today.Add(-scoring.HalfYear)) {
			t.Fatalf("course begins at %v, said %v", c.Past[0].At, c.From)
		}
		for i, sample := range c.Past {
			if i > 0 && sample.At.Before(c.Past[i-1].At) {
				t.Fatalf("%v comes after %v", sample.At, c.Past[i-1].At)
			}
			after := i+1 == len(c.Past) || c.Past[i+1].At.After(sample.At)
			want := pointsThen(t, s, sample.At, after)
			if math.Abs(sample.Points-want) > 1e-8 {
				t.Fatalf("at %v (after: %v): %v, want %v", sample.At, after, sample.Points, want)
			}
		}
	})
}

// pointsThen replays the entries about what had happened at a time: before it, or by it.
func pointsThen(t *rapid.T, s *story, at time.Time, by bool) float64 {
	book := scoring.NewBook(s.policy)
	left := map[string]bool{}
	for _, e := range s.entries {
		happened := e.At // a confirmation counts from its incident's time on
		if e.Kind == scoring.Confirmation {
			happened = s.entry(e.Of).At
		}
		switch {
		case e.Kind == scoring.TakenBack:
			if left[e.Of] {
				continue
			}
		case happened.After(at), happened.Equal(at) && !by:
			left[e.ID] = true
			continue
		}
		if err := book.Add(e); err != nil {
			t.Fatalf("adding %+v: %v", e, err)
		}
	}
	l := book.Ledger()
	l.Profile = s.running.Profile
	return scoring.Assess(s.policy, l, at).Points
}

func TestLatestPartOfALogTellsTheSameCourse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Entries come in the order of recording, each some time after what it tells.
		s := tell(t)
		at := today.Add(-400 * day)
		var recorded []time.Time
		for range rapid.IntRange(1, 60).Draw(t, "entries") {
			at = at.Add(time.Duration(rapid.IntRange(1, 150).Draw(t, "hours")) * time.Hour)
			happened := at.Add(-time.Duration(rapid.SampledFrom([]int{0, 0, 0, 1, 30, 200}).Draw(t, "days back")) * day)
			if at.After(today) {
				break
			}
			if open := len(s.entries); open > 0 && rapid.IntRange(0, 7).Draw(t, "undo") == 0 {
				e := s.entries[rapid.IntRange(0, open-1).Draw(t, "which")]
				if e.Kind != scoring.TakenBack && !slices.ContainsFunc(s.entries, func(b scoring.Entry) bool { return b.Of == e.ID && b.Kind == scoring.TakenBack }) {
					s.add(scoring.Entry{Kind: scoring.TakenBack, Of: e.ID, By: e.By, At: at})
					recorded = append(recorded, at)
				}
				continue
			}
			s.flag(drawSign(t), rapid.SampledFrom(people).Draw(t, "by"), happened)
			recorded = append(recorded, at)
		}
		if len(recorded) == 0 {
			return
		}
		l := s.book.Ledger()
		whole := scoring.Trace(s.policy, l, s.entries, halfYear())
		from := rapid.IntRange(0, len(recorded)-1).Draw(t, "part")
		span := halfYear()
		span.Since = recorded[from]
		part := scoring.Trace(s.policy, l, s.entries[from:], span)

		var marks []scoring.Mark
		for _, m := range whole.Marks {
			if !m.At.Before(part.From) {
				marks = append(marks, m)
			}
		}
		same(t, "marks", marks, part.Marks)
		at0 := part.Past[0]
		for _, w := range whole.Past {
			if w.At.Before(part.From) {
				continue
			}
			if !slices.ContainsFunc(part.Past, func(p scoring.Sample) bool {
				return p.At.Equal(w.At) && math.Abs(p.Points-w.Points) < 1e-8
			}) {
				t.Fatalf("%+v is on the whole course, not on the part from %+v", w, at0)
			}
		}
	})
}

func TestCourseOfAThousandIncidentsStaysPrecise(t *testing.T) {
	p := scoring.Default()
	p.HalfLife = scoring.MinHalfLife
	book := scoring.NewBook(p)
	var log []scoring.Entry
	for i := range 1000 {
		e := scoring.Entry{
			Kind: scoring.Incident, ID: strconv.Itoa(i), Sign: scoring.ScopeCreep,
			Severity: scoring.High, At: daysAgo(float64(i) * 0.15), By: "ana",
		}
		if err := book.Add(e); err != nil {
			t.Fatal(err)
		}
		log = append(log, e)
	}
	c := scoring.Trace(p, book.Ledger(), log, halfYear())
	if first := c.Past[0].Points; math.Abs(first) > 1e-9 {
		t.Fatalf("before the first incident there were %v points", first)
	}
	if len(c.Marks) != 1000 || c.Marks[0].ID != "999" {
		t.Fatalf("%d marks, the first %+v", len(c.Marks), c.Marks[0])
	}
}

func TestCourseMarks(t *testing.T) {
	s := tell(t)
	s.flag(scoring.ScopeCreep, "ana", daysAgo(40))
	s.flag(scoring.ScopeCreep, "ben", daysAgo(40)) // confirms
	s.undo(s.flag(scoring.Tension, "ana", daysAgo(30)))
	s.flag(scoring.Indecision, "ana", daysAgo(20))
	s.remedy(scoring.TalkHeld, daysAgo(10))
	s.praise(daysAgo(5))
	s.running.Profile.Billing = scoring.Hourly // indecision is paid for

	c := scoring.Trace(s.policy, s.running, s.entries, halfYear())
	var kinds []scoring.EntryKind
	for _, m := range c.Marks {
		kinds = append(kinds, m.Kind)
	}
	want := []scoring.EntryKind{scoring.Incident, scoring.Incident, scoring.RemedyTried, scoring.PraiseGiven}
	if !slices.Equal(kinds, want) {
		t.Fatalf("marks are %v, want %v", kinds, want)
	}
	first := c.Marks[0]
	if first.People != 2 || math.Abs(first.Points-6.25) > 1e-9 {
		t.Errorf("two people's scope creep is %+v, want 2 people and 6.25 points", first)
	}
	if !c.Marks[1].Exempt || first.Exempt {
		t.Errorf("exempt: %v and %v, want indecision alone", first.Exempt, c.Marks[1].Exempt)
	}
}

func TestCostsOfTwoQuarters(t *testing.T) {
	p := scoring.Default()
	acme, globex := tell(t), tell(t)
	acme.flag(scoring.ScopeCreep, "ana", daysAgo(3))
	acme.flag(scoring.ScopeCreep, "ben", daysAgo(3)) // 5 × 1.25
	acme.flagAs(scoring.LatePayment, scoring.High, "ana", daysAgo(100))
	acme.undo(acme.flag(scoring.LatePayment, "ana", daysAgo(20)))
	acme.flag(scoring.Dishonesty, "ana", daysAgo(183)) // too long ago
	globex.flagAs(scoring.ScopeCreep, scoring.Low, "ana", daysAgo(91))
	globex.flag(scoring.Indecision, "ana", daysAgo(1))

	costs := scoring.NewCosts(p, today)
	costs.Add(scoring.Profile{}, acme.entries)
	costs.Add(scoring.Profile{Billing: scoring.Hourly}, globex.entries)
	type line struct {
		sign         scoring.SignID
		last, before float64
		n, m         int
	}
	var got []line
	for _, c := range costs.Lines() {
		got = append(got, line{c.Sign.ID, c.Last, c.Before, c.Count, c.CountBefore})
	}
	want := []line{
		{scoring.ScopeCreep, 6.25, 2.5, 1, 1},
		{scoring.LatePayment, 0, 18, 0, 1},
	}
	if !slices.Equal(got, want) {
		t.Fatalf("costs are %+v, want %+v", got, want)
	}
}

func BenchmarkTrace(b *testing.B) {
	p := scoring.Default()
	book := scoring.NewBook(p)
	var log []scoring.Entry
	for i := range 200 {
		log = append(log, scoring.Entry{
			Kind: scoring.Incident, ID: strconv.Itoa(i), Sign: signIDs[i%len(signIDs)],
			At: daysAgo(float64(i) * 0.9), By: "ana",
		})
		if err := book.Add(log[i]); err != nil {
			b.Fatal(err)
		}
	}
	l := book.Ledger()
	for b.Loop() {
		scoring.Trace(p, l, log, halfYear())
	}
}
