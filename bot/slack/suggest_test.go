package slack

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"amicable/bot"
)

// suggester offers Acme for everything.
type suggester struct {
	wait  time.Duration
	fail  bool
	field string
}

func (s *suggester) Suggest(ctx context.Context, _ bot.Event, field, _ string) ([]bot.Option, error) {
	if s.fail {
		panic("private words")
	}
	s.field = field
	select {
	case <-time.After(s.wait):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return []bot.Option{{Label: "Acme GmbH", Value: "c1"}, {Label: "Acme Ltd", Value: "c2"}}, nil
}

func TestSuggestions(t *testing.T) {
	long := strings.Repeat("ż", maxOptionValue)
	const gmbh, ltd = "Acme GmbH=c1", "Acme Ltd=c2"
	for name, tc := range map[string]struct {
		typed string
		s     *suggester
		want  []string // label=value
	}{
		"nothing typed":       {"", &suggester{}, []string{gmbh, ltd}},
		"a new name":          {"Acme &amp; Sons", &suggester{}, []string{gmbh, ltd, "NEW (en-GB)Acme & Sons=Acme & Sons"}},
		"a known name":        {"acme gmbh", &suggester{}, []string{gmbh, ltd}},
		"too slow":            {"Ac", &suggester{wait: time.Hour}, []string{"NEW (en-GB)Ac=Ac"}},
		"failing":             {"Ac", &suggester{fail: true}, []string{"NEW (en-GB)Ac=Ac"}},
		"a name that fits":    {long, &suggester{}, []string{gmbh, ltd, "NEW (en-GB)" + strings.Repeat("ż", maxOptionText-12) + "…=" + long}},
		"a name that is long": {long + "ż", &suggester{}, []string{gmbh, ltd}},
		"nobody to ask":       {"Ac", nil, []string{}},
		"nobody knows it":     {strings.Repeat("ż", 300), &suggester{fail: true}, []string{}},
		"only blanks":         {"   ", &suggester{}, []string{gmbh, ltd}},
		"a hostile name":      {"&lt;!channel&gt;", &suggester{}, []string{gmbh, ltd, "NEW (en-GB)<!channel>=<!channel>"}},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(w *world) {
				start := time.Now()
				rec := w.interaction("block_suggestion", object{
					"action_id": "client", "block_id": "client", "value": tc.typed, "view": object{"callback_id": "flag"},
				})
				w.wantStatus(rec, 200)
				if d := time.Since(start); d > suggestTime {
					w.Errorf("took %v", d)
				}
				var got struct {
					Options []struct {
						Text  struct{ Text string }
						Value string
					} `json:"options"`
				}
				if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || got.Options == nil {
					w.Fatalf("%s: %v", rec.Body, err)
				}
				options := []string{}
				for _, o := range got.Options {
					options = append(options, o.Text.Text+"="+o.Value)
				}
				if !slices.Equal(options, tc.want) {
					w.Errorf("got %q, want %q", options, tc.want)
				}
				if tc.s != nil && tc.s.field != "client" && !tc.s.fail {
					w.Errorf("asked for field %q", tc.s.field)
				}
			}, func(c *Config) {
				if tc.s != nil {
					c.Suggester = tc.s
				}
			})
		})
	}
}

// Where there is room for a few names only, the one that was typed stays.
func TestSuggestionsThatFit(t *testing.T) {
	s := suggestions{fresh: true}
	for range 40 {
		s.Options = append(s.Options, optionObject(bot.Option{Label: "Acme", Value: "c1"}))
	}
	s.Options = append(s.Options, optionObject(bot.Option{Label: "New: Ac", Value: "Ac"}))
	for _, limit := range []int{100_000, 1500, 200, 1} {
		got := s.within(limit)
		raw, err := json.Marshal(got)
		if last := got.Options[len(got.Options)-1]; err != nil || last.Value != "Ac" || (len(raw) >= limit && len(got.Options) > 1) {
			t.Errorf("within %d bytes: %s", limit, raw)
		}
	}
	if n := len(s.within(100_000).Options); n != 41 {
		t.Errorf("%d options are left of 41 that fit", n)
	}
}
