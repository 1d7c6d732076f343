package storagetest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amicable/scoring"
	"amicable/storage"
)

func flagging(t *testing.T, f *Fixture) {
	ctx := context.Background()
	flag := storage.Flag{
		Event: "e1", Name: "Acme GmbH", Sign: scoring.LatePayment, At: Start, By: Ann,
		Note: "zapłacą w „przyszłym” tygodniu 🙂", Source: "C1/17.1",
	}
	first := must[storage.Recorded](t)(f.W.Record(ctx, flag))
	if first.Outcome != storage.Opened || first.Before.Version != 0 || first.Duplicate {
		t.Errorf("a first flag: %+v", first)
	}
	got := must[storage.Client](t)(f.W.Client(ctx, first.After.ID))
	if diff := cmp.Diff(got, first.After); diff != "" {
		t.Errorf("what Record says is not what is stored:\n%s", diff)
	}

	again := must[storage.Recorded](t)(f.W.Record(ctx, flag))
	if !again.Duplicate || again.Entry.ID != first.Entry.ID || again.Entry.Note != flag.Note || again.Entry.By.Name != "Ann" {
		t.Errorf("the same event: %+v", again)
	}
	if diff := cmp.Diff(again.After, first.After); diff != "" {
		t.Errorf("the same event changed the client:\n%s", diff)
	}

	f.Clock.Pass(time.Hour)
	second := f.Flag(t, "ACME  gmbh", scoring.LatePayment, Start.Add(time.Hour), Bob)
	if second.Outcome != storage.Confirmed || second.Entry.Of != first.Entry.ID {
		t.Errorf("another person within a day: %+v", second)
	}
	third := f.Flag(t, "Acme GmbH", scoring.LatePayment, Start, Ann)
	if third.Outcome != storage.Repeated || third.After.Ledger.Tallies[scoring.LatePayment].Slow != second.After.Ledger.Tallies[scoring.LatePayment].Slow {
		t.Errorf("the same person again: %+v", third)
	}
	separate := must[storage.Recorded](t)(f.W.Record(ctx, storage.Flag{
		Event: f.Event(), Client: first.After.ID, Sign: scoring.LatePayment, At: Start, By: Bob, Separate: true,
	}))
	if separate.Outcome != storage.Opened || separate.After.Ledger.Tallies[scoring.LatePayment].Count != 2 {
		t.Errorf("another incident: %+v", separate)
	}

	history := must[[]storage.Entry](t)(f.W.History(ctx, first.After.ID, "", 2))
	if len(history) != 2 || history[0].ID != separate.Entry.ID || history[1].ID != third.Entry.ID {
		t.Errorf("history: %+v", history)
	}
	rest := must[[]storage.Entry](t)(f.W.History(ctx, first.After.ID, history[1].ID, 10))
	if len(rest) != 3 || rest[2].Kind != storage.ClientCreated || rest[1].Note != flag.Note || rest[1].Source != flag.Source {
		t.Errorf("the rest of the history: %+v", rest)
	}
	entry := must[storage.Entry](t)(f.W.FindSource(ctx, first.After.ID, flag.Source, Ann.ID, ""))
	if entry.ID != first.Entry.ID {
		t.Errorf("entry about the message: %+v", entry)
	}
	if _, err := f.W.FindSource(ctx, first.After.ID, flag.Source, Bob.ID, ""); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("Bob flagged no message: %v", err)
	}
	if _, err := f.W.Record(ctx, storage.Flag{Event: "x", Client: "nobody", Sign: "tension", At: Start, By: Ann}); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("an unknown client: %v", err)
	}
}

func takingBack(t *testing.T, f *Fixture) {
	ctx := context.Background()
	f.Flag(t, "Acme", scoring.ScopeCreep, Start.AddDate(0, 0, -9), Ann)
	r := f.Flag(t, "Acme", scoring.LatePayment, Start, Ann)
	c := f.Flag(t, "Acme", scoring.LatePayment, Start, Bob)
	id := r.After.ID

	known, last, err := f.W.LastBy(ctx, Ann.ID)
	if err != nil || known.Name != "Acme" || last.ID != r.Entry.ID {
		t.Fatalf("Ann's last: %+v %+v %v", known, last, err)
	}
	back := must[storage.Recorded](t)(f.W.TakeBack(ctx, "undo 1", id, r.Entry.ID, Ann, "wrong client"))
	if tally := back.After.Ledger.Tallies[scoring.LatePayment]; tally.Count != 1 || len(tally.Recent[0].Reports) != 1 {
		t.Errorf("Bob's report must stand: %+v", tally)
	}
	if again := must[storage.Recorded](t)(f.W.TakeBack(ctx, "undo 1", id, r.Entry.ID, Ann, "wrong client")); !again.Duplicate {
		t.Errorf("the same undo again: %+v", again)
	}
	if _, err := f.W.TakeBack(ctx, "undo 2", id, r.Entry.ID, Ann, ""); !errors.Is(err, storage.ErrAlreadyTakenBack) {
		t.Errorf("taken back twice: %v", err)
	}
	if _, err := f.W.TakeBack(ctx, "undo 3", id, "17", Ann, ""); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("no such entry: %v", err)
	}
	if _, last, err = f.W.LastBy(ctx, Ann.ID); err != nil || last.Sign != scoring.ScopeCreep {
		t.Errorf("Ann's last that stands: %+v %v", last, err)
	}
	back = must[storage.Recorded](t)(f.W.TakeBack(ctx, f.Event(), id, c.Entry.ID, Bob, ""))
	if _, ok := back.After.Ledger.Tallies[scoring.LatePayment]; ok {
		t.Errorf("nobody's report is left: %+v", back.After.Ledger)
	}
	stored := must[storage.Client](t)(f.W.Client(ctx, id))
	if diff := cmp.Diff(stored, back.After); diff != "" {
		t.Errorf("what TakeBack says is not what is stored:\n%s", diff)
	}
	for _, e := range must[[]storage.Entry](t)(f.W.History(ctx, id, "", 100)) {
		if want := e.ID == r.Entry.ID || e.ID == c.Entry.ID; e.TakenBack != want {
			t.Errorf("taken back is %v: %+v", e.TakenBack, e)
		}
	}
}

func remediesAndPraise(t *testing.T, f *Fixture) {
	ctx := context.Background()
	id := f.Flag(t, "Acme", scoring.LatePayment, Start, Ann).After.ID
	talk := must[storage.Recorded](t)(f.W.Remedy(ctx, "r1", id, scoring.TalkHeld, Start, Ann, "went well"))
	if talk.After.Ledger.Remedies[0].ID != talk.Entry.ID {
		t.Errorf("remedy: %+v", talk)
	}
	if again := must[storage.Recorded](t)(f.W.Remedy(ctx, "r1", id, scoring.TalkHeld, Start, Ann, "went well")); !again.Duplicate || len(again.After.Ledger.Remedies) != 1 {
		t.Errorf("the same event: %+v", again)
	}
	praise := must[storage.Recorded](t)(f.W.Praise(ctx, f.Event(), id, Start.AddDate(0, 0, -1), Bob, "paid early"))
	earlier := must[storage.Recorded](t)(f.W.Praise(ctx, f.Event(), id, Start.AddDate(0, 0, -20), Bob, ""))
	if p := earlier.After.Ledger.Praise; p.Count != 2 || !p.Last.Equal(praise.Entry.At) {
		t.Errorf("praise: %+v", p)
	}
	back := must[storage.Recorded](t)(f.W.TakeBack(ctx, f.Event(), id, praise.Entry.ID, Bob, ""))
	if p := back.After.Ledger.Praise; p.Count != 1 || !p.Last.Equal(earlier.Entry.At) {
		t.Errorf("praise taken back: %+v", p)
	}
	back = must[storage.Recorded](t)(f.W.TakeBack(ctx, f.Event(), id, talk.Entry.ID, Ann, ""))
	if len(back.After.Ledger.Remedies) != 0 {
		t.Errorf("remedy taken back: %+v", back.After.Ledger.Remedies)
	}
}

func naming(t *testing.T, f *Fixture) {
	ctx := context.Background()
	acme := f.Flag(t, "Acme GmbH", scoring.LatePayment, Start, Ann).After
	beta, created, err := f.W.Create(ctx, "c", "Łódź & Syn", Ann)
	if err != nil || !created {
		t.Fatalf("creating: %v %v", created, err)
	}
	if same, created, err := f.W.Create(ctx, "c2", "lodz syn", Ann); err != nil || created || same.ID != beta.ID {
		t.Errorf("the same name: %+v %v %v", same, created, err)
	}
	var taken *storage.NameTakenError
	if _, err := f.W.Rename(ctx, beta.ID, "ACME GmbH", Ann); !errors.As(err, &taken) || taken.Has.ID != acme.ID {
		t.Errorf("renaming to a taken name: %v", err)
	}
	must[storage.Client](t)(f.W.AddAlias(ctx, beta.ID, "L&S", Ann))
	if _, err := f.W.AddAlias(ctx, acme.ID, "l s", Ann); !errors.Is(err, storage.ErrNameTaken) {
		t.Errorf("taking an alias: %v", err)
	}
	renamed := must[storage.Client](t)(f.W.Rename(ctx, beta.ID, "Gdańsk", Ann))
	if diff := cmp.Diff(must[storage.Client](t)(f.W.Client(ctx, beta.ID)), renamed); diff != "" {
		t.Errorf("renamed:\n%s", diff)
	}
	for _, load := range []func(context.Context) (*storage.Directory, error){f.W.Directory, f.W.Refresh} {
		d := must[*storage.Directory](t)(load(ctx))
		for text, want := range map[string]storage.ClientID{
			"acme gmbh": acme.ID, "gdansk": beta.ID, "L & S": beta.ID, "Łódź & Syn": "", "nobody": "",
		} {
			if k, _ := d.Find(text); k.ID != want {
				t.Errorf("finding %q: %+v", text, k)
			}
		}
		if near := d.Near("Akme Gmbh", 3); len(near) != 1 || near[0].ID != acme.ID {
			t.Errorf("near Akme: %+v", near)
		}
	}
	must[storage.Client](t)(f.W.RemoveAlias(ctx, beta.ID, "l&s", Ann))
	must[storage.Client](t)(f.W.AddAlias(ctx, acme.ID, "L&S", Ann))
	if _, err := f.W.RemoveAlias(ctx, beta.ID, "l&s", Ann); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("removing an alias it has not: %v", err)
	}
	must[storage.Client](t)(f.W.SetProfile(ctx, acme.ID, map[string]string{"billing": "hourly", "notice": "30"}, Ann))
	profiled := must[storage.Client](t)(f.W.SetProfile(ctx, acme.ID, map[string]string{"notice": ""}, Ann))
	if diff := cmp.Diff(profiled.Profile, map[string]string{"billing": "hourly"}); diff != "" || profiled.Ledger.Profile.Billing != "hourly" {
		t.Errorf("profile:\n%s", diff)
	}
}

func erasing(t *testing.T, f *Fixture) {
	ctx := context.Background()
	id := f.Flag(t, "Secretive Ltd", scoring.LatePayment, Start, Ann).After.ID
	must[storage.Client](t)(f.W.AddAlias(ctx, id, "Whisper", Ann))
	must[storage.Client](t)(f.W.Rename(ctx, id, "Secretive Inc", Ann))
	f.Flag(t, "Other", scoring.LatePayment, Start, Ann)
	noError(t, f.W.Erase(ctx, id, Ann))
	if _, err := f.W.Client(ctx, id); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("erased: %v", err)
	}
	if dump := strings.ToLower(everything(t, f.RDB)); strings.Contains(dump, "secretive") || strings.Contains(dump, "whisper") {
		t.Errorf("its name is still there:\n%s", dump)
	}
	acts := must[[]storage.AuditEntry](t)(f.W.Audit(ctx, 10))
	if acts[0].Act != "erased" || acts[0].Subject != string(id) || acts[0].By != Ann {
		t.Errorf("audit: %+v", acts)
	}
	if err := f.W.Erase(ctx, id, Ann); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("erased twice: %v", err)
	}
	if _, _, err := f.W.LastBy(ctx, Ann.ID); err != nil {
		t.Errorf("Ann's last entry is with another client: %v", err)
	}
	noDifferences(t, f.W)
}

func closing(t *testing.T, f *Fixture) {
	ctx := context.Background()
	id := f.Flag(t, "Acme", scoring.LatePayment, Start, Ann).After.ID
	must[storage.Client](t)(f.W.Close(ctx, id, Ann))
	f.Flag(t, "Acme", scoring.Tension, Start, Ann)
	if _, total, err := f.W.Ranked(ctx, 0, 10); err != nil || total != 0 {
		t.Errorf("a closed client is in the portfolio: %d %v", total, err)
	}
	noDifferences(t, f.W)
	opened := must[storage.Client](t)(f.W.Reopen(ctx, id, Ann))
	if !opened.Closed.IsZero() || len(opened.Ledger.Tallies) != 2 {
		t.Errorf("reopened: %+v", opened)
	}
	if _, total, err := f.W.Ranked(ctx, 0, 10); err != nil || total != 1 {
		t.Errorf("a reopened client is not in the portfolio: %d %v", total, err)
	}
	noDifferences(t, f.W)
}

func ranking(t *testing.T, f *Fixture) {
	ctx := context.Background()
	if c, total, err := f.W.Ranked(ctx, 0, 10); err != nil || total != 0 || len(c) != 0 {
		t.Errorf("an empty portfolio: %v %d %v", c, total, err)
	}
	f.Flag(t, "Mild", scoring.Tension, Start, Ann)
	f.Flag(t, "Grave", scoring.Unprofitable, Start, Ann)
	f.Flag(t, "Old", scoring.Unprofitable, Start.AddDate(-2, 0, 0), Ann)
	_, _, err := f.W.Create(ctx, f.Event(), "New", Ann)
	noError(t, err)
	exempt := f.Flag(t, "Lawyer", scoring.AlwaysOn, Start, Ann).After.ID
	must[storage.Client](t)(f.W.SetProfile(ctx, exempt, map[string]string{"hours": "24/7"}, Ann))
	f.Flag(t, "Lawyer", scoring.AlwaysOn, Start.AddDate(0, 0, -5), Ann)

	var names []string
	for page := range 3 {
		clients, total, err := f.W.Ranked(ctx, 2*page, 2)
		if err != nil || total != 5 {
			t.Fatalf("page %d: %d %v", page, total, err)
		}
		for _, c := range clients {
			names = append(names, c.Name)
		}
	}
	if diff := cmp.Diff(names[:3], []string{"Grave", "Mild", "Old"}); diff != "" {
		t.Errorf("order:\n%s", diff)
	}
	noDifferences(t, f.W)
}

func alerts(t *testing.T, f *Fixture) {
	ctx := context.Background()
	id := f.Flag(t, "Acme", scoring.LatePayment, Start, Ann).After.ID
	for _, try := range []struct {
		from, to scoring.Verdict
		job      string
		want     bool
	}{
		{scoring.Healthy, scoring.Talk, "job 1", true},
		{scoring.Healthy, scoring.Talk, "job 2", false},
		{scoring.Healthy, scoring.Talk, "job 1", true},
		{scoring.Talk, scoring.PartWays, "job 3", true},
	} {
		if got, err := f.W.ClaimAlert(ctx, id, try.from, try.to, try.job); err != nil || got != try.want {
			t.Errorf("%+v: %v %v", try, got, err)
		}
	}
	noError(t, f.W.MarkParting(ctx, id, Start, ""))
	noError(t, f.W.MarkParting(ctx, id, Start, ""))
	until := Start.AddDate(0, 1, 0)
	must[storage.Client](t)(f.W.Override(ctx, id, &scoring.Override{Verdict: scoring.Watch, Reason: "new boss", By: Ann.ID, Until: until}, Ann))
	c := must[storage.Client](t)(f.W.Client(ctx, id))
	if c.Alerted != scoring.PartWays || len(c.Ledger.Partings) != 1 || c.Ledger.Override.Reason != "new boss" || !c.Ledger.Override.Until.Equal(until) {
		t.Errorf("client: %+v", c)
	}
	if c = must[storage.Client](t)(f.W.Override(ctx, id, nil, Ann)); c.Ledger.Override != nil {
		t.Errorf("override: %+v", c.Ledger.Override)
	}
}

// lastOf is a person's latest entry that stands.
func lastOf(t testing.TB, f *Fixture, who storage.Actor) string {
	t.Helper()
	_, e, err := f.W.LastBy(context.Background(), who.ID)
	if err != nil {
		t.Fatal(err)
	}
	return e.ID
}
