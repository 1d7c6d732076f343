package scoring_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"amicable/scoring"
)

// aboutEqual forgives what rounding leaves, and compares times as instants.
var aboutEqual = cmp.Options{
	cmpopts.EquateApprox(1e-9, 1e-9),
	cmpopts.EquateEmpty(),
}

var (
	people  = []string{"ana", "ben", "cleo", "dan", "eva", "fay", "gil"}
	signIDs = func() (ids []scoring.SignID) {
		for _, s := range scoring.Default().Signs {
			ids = append(ids, s.ID)
		}
		return ids
	}()
	severities = []scoring.Severity{scoring.Low, scoring.Normal, scoring.High}
)

func drawTime(t *rapid.T) time.Time {
	return today.Add(-time.Duration(rapid.Int64Range(0, 800*24*3600).Draw(t, "seconds ago")) * time.Second)
}

// drawSign favours a few signs, so that incidents meet.
func drawSign(t *rapid.T) scoring.SignID {
	few := []scoring.SignID{scoring.LatePayment, scoring.VerbalAbuse, scoring.ScopeCreep, scoring.MissedMeetings}
	return rapid.OneOf(rapid.SampledFrom(few), rapid.SampledFrom(signIDs)).Draw(t, "sign")
}

// drawFlag records one flag; half of them near an earlier one.
func drawFlag(t *rapid.T, s *story) string {
	sign, at := drawSign(t), drawTime(t)
	if recent := s.running.Tallies[sign].Recent; len(recent) > 0 && rapid.Bool().Draw(t, "near") {
		o := rapid.SampledFrom(recent).Draw(t, "near which")
		if at = o.At.Add(time.Duration(rapid.IntRange(-30, 30).Draw(t, "hours off")) * time.Hour); at.After(today) {
			at = today
		}
	}
	sev := rapid.SampledFrom(severities).Draw(t, "severity")
	return s.flagAs(sign, sev, rapid.SampledFrom(people).Draw(t, "by"), at)
}

// drawStory tells a history without taking anything back.
func drawStory(t *rapid.T) *story {
	s := tell(t)
	for range rapid.IntRange(0, 25).Draw(t, "entries") {
		switch rapid.IntRange(0, 9).Draw(t, "what") {
		case 0:
			s.praise(drawTime(t))
		case 1:
			s.remedy(rapid.SampledFrom(scoring.RemedyKinds()).Draw(t, "remedy"), drawTime(t))
		default:
			drawFlag(t, s)
		}
	}
	s.running.Profile = scoring.Profile{
		Billing: rapid.SampledFrom([]string{"", "fixed", "hourly"}).Draw(t, "billing"),
		Hours:   rapid.SampledFrom([]string{"", "office", "24/7"}).Draw(t, "hours"),
	}
	return s
}

func same(t failer, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, aboutEqual); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

// read makes a ledger comparable: sums as they read today. What rounding leaves
// of a large sum is judged against what it reads, not against its lifted size.
func read(p scoring.Policy, l scoring.Ledger) scoring.Ledger {
	tallies := map[scoring.SignID]scoring.Tally{}
	for id, t := range l.Tallies {
		t.Sum = p.Read(t.Sum, today)
		tallies[id] = t
	}
	l.Tallies = tallies
	l.Praise.Sum = p.Read(l.Praise.Sum, today)
	return l
}

func TestOrderOfIncrementsDoesNotMatter(t *testing.T) {
	p := scoring.Default()
	rapid.Check(t, func(t *rapid.T) {
		var changes []scoring.Change
		for i := range rapid.IntRange(0, 20).Draw(t, "incidents") {
			id := string(rune('a' + i))
			changes = append(changes, p.Open(drawSign(t), id, rapid.SampledFrom(severities).Draw(t, "severity"), drawTime(t), "ana"))
		}
		apply := func(changes []scoring.Change) (l scoring.Ledger) {
			for _, c := range changes {
				l = l.Apply(c)
			}
			return l
		}
		shuffled := append([]scoring.Change(nil), changes...)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		same(t, "another order", read(p, apply(changes)), read(p, apply(shuffled)))
	})
}

func TestFlagThenUndoRestores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStory(t)
		before := s.running
		room := map[scoring.SignID]bool{} // signs of which every incident's date is still kept
		for id, tally := range before.Tallies {
			room[id] = tally.Count < scoring.RecentKept
		}
		id := drawFlag(t, s)
		if e := s.entry(id); e.Kind == scoring.Incident {
			if kept, seen := room[e.Sign]; seen && !kept {
				return // the oldest of the kept dates was dropped, as documented
			}
		}
		s.undo(id)
		same(t, "after undo", read(s.policy, before), read(s.policy, s.running))
	})
}

func TestBackdatingEqualsHavingFlaggedThen(t *testing.T) {
	p := scoring.Default()
	rapid.Check(t, func(t *rapid.T) {
		early := p.Open(drawSign(t), "early", scoring.Normal, drawTime(t), "ana")
		then, late := tell(t), tell(t)
		then.running = then.running.Apply(early)
		for i := range rapid.IntRange(0, 8).Draw(t, "meanwhile") {
			c := p.Open(drawSign(t), string(rune('a'+i)), scoring.Normal, drawTime(t), "ben")
			then.running = then.running.Apply(c)
			late.running = late.running.Apply(c)
		}
		late.running = late.running.Apply(early)
		same(t, "backdated", read(p, then.running), read(p, late.running))
		same(t, "assessed", then.assess(), late.assess())
	})
}

func TestNothingGetsWorseByWaiting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStory(t)
		now, last := today, s.assess()
		for range 12 {
			now = now.Add(time.Duration(rapid.Int64Range(1, 60*24*3600).Draw(t, "wait")) * time.Second)
			next := s.assessAt(now)
			if next.Points > last.Points+1e-9 {
				t.Fatalf("points rose from %v to %v", last.Points, next.Points)
			}
			if next.Computed > last.Computed {
				t.Fatalf("verdict rose from %v to %v", last.Computed, next.Computed)
			}
			last = next
		}
	})
}

func TestTiersNeverFallByPraise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStory(t)
		before := s.assess()
		for range rapid.IntRange(1, 30).Draw(t, "praises") {
			s.praise(today)
		}
		after := s.assess()
		if after.Tiers != before.Tiers || after.Computed < before.Tiers {
			t.Fatalf("tiers ask for %v; praise took %v to %v", before.Tiers, before.Computed, after.Computed)
		}
		if after.Points > before.Points || after.Points < 0 {
			t.Fatalf("praise took %v points to %v", before.Points, after.Points)
		}
	})
}

// A rebuild from the log must find what the running ledger holds, whatever was
// taken back. Dates are compared only where none was ever dropped.
func TestRebuildEqualsRunning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := tell(t)
		var open []string
		full := map[scoring.SignID]bool{}
		for range rapid.IntRange(1, 60).Draw(t, "entries") {
			switch what := rapid.IntRange(0, 9).Draw(t, "what"); {
			case what == 0:
				open = append(open, s.praise(drawTime(t)))
			case what == 1 && len(s.running.Remedies) < scoring.RemediesKept:
				open = append(open, s.remedy(scoring.TalkHeld, drawTime(t)))
			case what <= 4 && len(open) > 0:
				i := rapid.IntRange(0, len(open)-1).Draw(t, "which")
				if e := s.entry(open[i]); full[e.Sign] {
					continue // its incident's date may have been dropped
				}
				s.undo(open[i])
				open = append(open[:i], open[i+1:]...)
			default:
				open = append(open, drawFlag(t, s))
			}
			for id, tally := range s.running.Tallies {
				full[id] = full[id] || tally.Count > scoring.RecentKept
			}
		}
		same(t, "rebuilt", read(s.policy, s.running), read(s.policy, s.book.Ledger()))
	})
}

func TestWeightIsBoundedByPeople(t *testing.T) {
	p := scoring.Default()
	rapid.Check(t, func(t *rapid.T) {
		c := p.Open(scoring.Tension, "i", scoring.Normal, today, "ana")
		l := scoring.Ledger{}.Apply(c)
		distinct := map[string]bool{"ana": true}
		for _, by := range rapid.SliceOfN(rapid.SampledFrom(people), 0, 20).Draw(t, "by") {
			c = p.Confirm(scoring.Tension, c.Occurrence, by)
			l = l.Apply(c)
			distinct[by] = true
		}
		n := p.Read(l.Tallies[scoring.Tension].Sum, today).Slow
		if want := math.Min(2, 1+0.25*float64(len(distinct)-1)); math.Abs(n-want) > 1e-9 {
			t.Fatalf("%d people weigh %v, want %v", len(distinct), n, want)
		}
		if l.Tallies[scoring.Tension].Count != 1 {
			t.Fatalf("one incident counts %d", l.Tallies[scoring.Tension].Count)
		}
	})
}

func TestProjectionAgreesWithAssessing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStory(t)
		now := s.assess()
		projected := scoring.Project(s.policy, s.running, today)
		last := now.Computed
		for _, step := range projected.Steps {
			if on := s.assessAt(step.On).Computed; on != step.Verdict || on >= last {
				t.Fatalf("after %d days: %v, projected %v, before %v", step.Days, on, step.Verdict, last)
			}
			if eve := s.assessAt(step.On.Add(-day)).Computed; eve != last {
				t.Fatalf("the day before day %d: %v, want still %v", step.Days, eve, last)
			}
			last = step.Verdict
		}
		if last != scoring.Healthy {
			t.Fatalf("ten years of silence end at %v", last)
		}
		raised := map[scoring.SignID]scoring.Verdict{}
		for _, r := range projected.Raises {
			raised[r.Sign] = r.Verdict
		}
		for _, id := range signIDs {
			l := s.running.Apply(s.policy.Open(id, "one more", scoring.Normal, today, "zoe"))
			v := scoring.Assess(s.policy, l, today).Computed
			if got, ok := raised[id]; ok != (v > now.Computed) || (ok && got != v) {
				t.Fatalf("one more %s: %v, projected %v (%v)", id, v, got, ok)
			}
		}
	})
}

// Rank sorts clients without grace as assessing each would, now and later.
func TestRankIsGrossLessPraise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStory(t)
		later := today.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "days")) * day)
		a := s.assessAt(later)
		rank := s.policy.Slow().Read(s.policy.Rank(s.running), later)
		if want := a.Gross - a.Praise; math.Abs(rank-want) > 1e-9*(1+math.Abs(want)) {
			t.Fatalf("rank reads %v, want %v", rank, want)
		}
	})
}

// However points go up and down, there is no second alert for a level without
// a clear fall in between.
func TestAlertsDoNotChatter(t *testing.T) {
	p := scoring.Default()
	rapid.Check(t, func(t *rapid.T) {
		var level scoring.Verdict
		lowest := map[scoring.Verdict]float64{} // since the last alert of that level or a higher one
		at := func(points float64) scoring.Assessment {
			v := p.Thresholds.Verdict(points)
			return scoring.Assessment{Verdict: v, Computed: v, Points: points}
		}
		points := 0.0
		for range 40 {
			before := math.Max(0, points-rapid.Float64Range(0, 4).Draw(t, "faded"))
			points = math.Max(0, before+rapid.Float64Range(-6, 10).Draw(t, "entry"))
			for v := range lowest {
				lowest[v] = math.Min(lowest[v], before)
			}
			a := p.Alert(level, at(before), at(points))
			if a.Raise {
				v := p.Thresholds.Verdict(points)
				if low, ok := lowest[v]; ok && low >= 0.85*p.Thresholds.Of(v) {
					t.Fatalf("alerted %v again, though points never fell below %v", v, low)
				}
				for w := scoring.Talk; w <= v; w++ {
					lowest[w] = points
				}
			}
			for v := range lowest {
				lowest[v] = math.Min(lowest[v], points)
			}
			level = a.Level
		}
	})
}
