package commands_test

import (
	"strings"
	"testing"
	"time"
)

func TestTheDigestComesOnMondayMornings(t *testing.T) {
	tm := newTeam(t)
	tm.now = time.Date(2026, 10, 7, 12, 0, 0, 0, time.UTC) // a Wednesday
	tm.says("ana", "/amicable settings timezone Europe/Warsaw")
	tm.says("ana", "/flag acme scope-creep")
	tm.says("ana", "/amicable settings alerts-channel C9")
	tm.says("ana", "/amicable settings alerts-channel C8") // changed at once: still one digest
	for _, step := range []struct {
		at   time.Time
		want int
	}{
		{time.Date(2026, 10, 12, 6, 59, 0, 0, time.UTC), 0}, // 8:59 in Warsaw
		{time.Date(2026, 10, 12, 7, 1, 0, 0, time.UTC), 1},
		{time.Date(2026, 10, 18, 12, 0, 0, 0, time.UTC), 0},
		{time.Date(2026, 10, 19, 7, 1, 0, 0, time.UTC), 1},
		{time.Date(2026, 10, 26, 7, 59, 0, 0, time.UTC), 0}, // summer time is over
		{time.Date(2026, 10, 26, 8, 1, 0, 0, time.UTC), 1},
	} {
		tm.now = step.at
		got := tm.alerts()
		if len(got) != step.want {
			t.Fatalf("%v: %d digests, want %d", step.at, len(got), step.want)
		}
		if step.want == 0 {
			continue
		}
		if got[0].to.Channel != "C8" {
			t.Errorf("the digest went to %+v", got[0].to)
		}
		tm.wants(got[0].reply, "Your clients this week", "acme")
		if alt := tm.drawn(got[0].reply); !strings.Contains(alt, "What costs us most") {
			t.Errorf("the digest's picture is another: %s", alt)
		}
	}
	tm.says("ana", "/amicable settings alerts-channel -")
	tm.later(30)
	if got := tm.alerts(); len(got) != 0 {
		t.Errorf("a digest without a channel: %+v", got)
	}
}
