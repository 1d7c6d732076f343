package work

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestEntrance(t *testing.T) {
	const limit = 8
	var log bytes.Buffer
	all := NewTracker()
	door := Entrance(all, slog.New(slog.NewTextHandler(&log, nil)), "here", func(w http.ResponseWriter, r *http.Request) *Refusal {
		body, refused := Body(w, r, limit)
		if refused != nil {
			return refused
		}
		_, err := w.Write(body)
		if err != nil {
			t.Error(err)
		}
		return nil
	})
	knock := func(body io.Reader, declared int64) *httptest.ResponseRecorder {
		t.Helper()
		log.Reset()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/door", body)
		r.ContentLength = declared
		rec := httptest.NewRecorder()
		door(rec, r)
		return rec
	}
	private := "private words"
	for name, c := range map[string]struct {
		body     io.Reader
		declared int64
		want     int
	}{
		"just fits":             {strings.NewReader(private[:limit]), limit, 200},
		"too large":             {strings.NewReader(private), int64(len(private)), 413},
		"too large, undeclared": {strings.NewReader(private), -1, 413},
		"broken off":            {io.MultiReader(strings.NewReader("pri"), broken{}), -1, 400},
	} {
		rec := knock(c.body, c.declared)
		if rec.Code != c.want || c.want == 200 && rec.Body.String() != private[:limit] {
			t.Errorf("%s: answered %d, %q", name, rec.Code, rec.Body)
		}
		if lines := strings.Count(log.String(), "\n"); lines == 1 != (c.want != 200) || strings.Contains(log.String(), "pri") {
			t.Errorf("%s: logged\n%s", name, &log)
		}
	}
	if err := all.Drain(t.Context()); err != nil {
		t.Error(err)
	}
	if rec := knock(strings.NewReader("x"), 1); rec.Code != http.StatusServiceUnavailable {
		t.Errorf("after draining: answered %d", rec.Code)
	}
}

func TestCheckStamp(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for age, fine := range map[time.Duration]bool{
		0: true, 5 * time.Minute: true, -5 * time.Minute: true, 5*time.Minute + time.Second: false, -5*time.Minute - time.Second: false,
		100 * 365 * 24 * time.Hour: false,
	} {
		if err := CheckStamp(strconv.FormatInt(now.Add(-age).Unix(), 10), now); (err == nil) != fine {
			t.Errorf("%v old: %v", age, err)
		}
	}
	for _, stamp := range []string{"", "soon", "1.5", "99999999999999999999", "-9223372036854775808", "9223372036854775807"} {
		if CheckStamp(stamp, now) == nil {
			t.Errorf("%q was taken for a time close by", stamp)
		}
	}
}
