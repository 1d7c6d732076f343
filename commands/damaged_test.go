package commands_test

import (
	"strings"
	"testing"
)

func TestADamagedClientIsNotedBesideTheOthers(t *testing.T) {
	tm := newTeam(t)
	for _, name := range []string{"acme", "globex", "initech"} {
		tm.says("ana", "/flag "+name+" tension")
	}
	for _, key := range tm.redis.Keys() {
		if strings.HasSuffix(key, ":c:2") {
			tm.redis.Del(key)
			if err := tm.redis.Set(key, "x"); err != nil {
				t.Fatal(err)
			}
		}
	}
	r := tm.says("ana", "/clients")
	got := text(r)
	for _, want := range []string{"2 clients", "acme", "initech", "1 client is missing here"} {
		if !strings.Contains(r.Title+got, want) {
			t.Errorf("no %q in:\n%s\n%s", want, r.Title, got)
		}
	}
	if strings.Contains(got, "globex") || strings.Contains(got, "closed") {
		t.Errorf("the damaged client, or what it is not:\n%s", got)
	}
	if !strings.Contains(tm.log.String(), "c:2 holds a string") {
		t.Errorf("the log does not name the key:\n%s", tm.log)
	}
	if got := text(tm.says("ana", "/assess acme")); !strings.Contains(got, "acme") {
		t.Errorf("another client:\n%s", got)
	}
}
