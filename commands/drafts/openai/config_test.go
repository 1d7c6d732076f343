package openai

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"amicable/bot/bottest"
)

func TestConfig(t *testing.T) {
	good := Config{BaseURL: "https://api.example.com/v1", Key: testKey, Model: testModel, Now: time.Now, Budget: &purse{}}
	if _, err := New(good); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*Config)
		want   error
	}{
		"no address":        {func(c *Config) { c.BaseURL = "" }, ErrBaseURL},
		"no scheme":         {func(c *Config) { c.BaseURL = "api.example.com/v1" }, ErrBaseURL},
		"another scheme":    {func(c *Config) { c.BaseURL = "file:///etc/passwd" }, ErrBaseURL},
		"no host":           {func(c *Config) { c.BaseURL = "https:///v1" }, ErrBaseURL},
		"a password":        {func(c *Config) { c.BaseURL = "https://me:" + testKey + "@example.com/v1" }, ErrBaseURL},
		"a query":           {func(c *Config) { c.BaseURL = "https://example.com/v1?key=" + testKey }, ErrBaseURL},
		"a bare query":      {func(c *Config) { c.BaseURL = "https://example.com/v1?" }, ErrBaseURL},
		"a fragment":        {func(c *Config) { c.BaseURL = "https://example.com/v1#" + testKey }, ErrBaseURL},
		"a space":           {func(c *Config) { c.BaseURL = "https://example.com/v 1" }, ErrBaseURL},
		"a broken address":  {func(c *Config) { c.BaseURL = "https://exa%zzmple.com/" + testKey }, ErrBaseURL},
		"a key of two":      {func(c *Config) { c.Key = testKey + "\nX-Evil: 1" }, ErrKey},
		"a key with spaces": {func(c *Config) { c.Key = " " + testKey }, ErrKey},
		"no model":          {func(c *Config) { c.Model = " " }, ErrModel},
		"a model of two":    {func(c *Config) { c.Model = "a\nb" }, ErrModel},
	} {
		bad := good
		c.change(&bad)
		_, err := New(bad)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		bottest.Discreet(t, []string{testKey}, err.Error())
	}
	if _, err := New(Config{BaseURL: good.BaseURL, Model: testModel}); err == nil {
		t.Error("neither clock nor budget, and no error")
	}
}

func TestTheConfigIsDiscreet(t *testing.T) {
	c := Config{BaseURL: "https://api.example.com/v1", Key: testKey, Model: testModel, Now: time.Now, Budget: &purse{}}
	w, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	for _, l := range []*slog.Logger{slog.New(slog.NewTextHandler(&log, nil)), slog.New(slog.NewJSONHandler(&log, nil))} {
		l.Info("said", "config", c, "pointer", &c, "writer", fmt.Sprintf("%+v", w))
	}
	bottest.Discreet(t, []string{testKey}, log.String(), fmt.Sprintf("%v %+v %#v %s %q", c, &c, c, c, c), fmt.Sprintf("%v %+v %#v", w, w, w))
}
