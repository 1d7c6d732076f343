package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// home is an environment in which nothing is set but a home folder.
func home(t *testing.T, more ...string) []string {
	t.Helper()
	return append([]string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}, more...)
}

func TestSettingsDefaults(t *testing.T) {
	s, warnings, err := loadSettings([]string{"HOME=/home/ann", "REDIS_URL=", "SLACK_BOT_TOKEN= "})
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	if s.Addr != "127.0.0.1:8080" || s.MetricsAddr != "127.0.0.1:9090" || s.LogLevel != slog.LevelInfo || s.slackConfigured() || s.discordConfigured() {
		t.Errorf("defaults are %+v", s)
	}
	if !strings.HasSuffix(s.DataDir, "amicable") || !strings.HasPrefix(s.DataDir, "/home/ann") {
		t.Errorf("the data would be in %q", s.DataDir)
	}
	s, _, err = loadSettings([]string{"HOME=/home/ann", "XDG_STATE_HOME=/var/state"})
	if err != nil || s.DataDir != filepath.Join("/var/state", "amicable") {
		t.Errorf("with XDG_STATE_HOME the data would be in %q (%v)", s.DataDir, err)
	}
}

// Whatever is wrong, the one line names the setting to change.
func TestSettingsThatCannotWork(t *testing.T) {
	for _, c := range []struct {
		set  string // several are separated by spaces
		name string
		says string
	}{
		{"SLACK_BOT_TOKEN=xoxb-1", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"},
		{"SLACK_BOT_TOKEN=xapp-1 SLACK_SIGNING_SECRET=s", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"},
		{"SLACK_BOT_TOKEN=abc SLACK_SIGNING_SECRET=s", "SLACK_BOT_TOKEN", "xoxb-"},
		{"SLACK_BOT_TOKEN=xoxb-1 SLACK_APP_TOKEN=xoxb-2", "SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"},
		{"SLACK_BOT_TOKEN=xoxb-1 SLACK_APP_TOKEN=abc", "SLACK_APP_TOKEN", "connections:write"},
		{"SLACK_BOT_TOKEN=xoxb-1 SLACK_SIGNING_SECRET=xoxb-1", "SLACK_SIGNING_SECRET", "App Credentials"},
		{"SLACK_APP_TOKEN=xapp-1", "SLACK_BOT_TOKEN", "is missing"},
		{"SLACK_SIGNING_SECRET=s", "SLACK_BOT_TOKEN", "is missing"},
		{"SLACK_CLIENT_ID=1", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"},
		{"SLACK_CLIENT_SECRET=1", "SLACK_CLIENT_ID", "belong together"},
		{"SLACK_CLIENT_ID=1 SLACK_CLIENT_SECRET=2", "SLACK_SIGNING_SECRET", "is missing"},
		{"SLACK_CLIENT_ID=1 SLACK_CLIENT_SECRET=2 SLACK_SIGNING_SECRET=s", "AMICABLE_BASE_URL", "https://"},
		{"SLACK_API_URL=slack.com", "SLACK_API_URL", "https://slack.com/api/"},
		{"AMICABLE_ADDR=8080", "AMICABLE_ADDR", "host:port"},
		{"AMICABLE_METRICS_ADDR=no", "AMICABLE_METRICS_ADDR", "or off"},
		{"AMICABLE_BASE_URL=bot.example.com", "AMICABLE_BASE_URL", "https://"},
		{"AMICABLE_LOG_LEVEL=loud", "AMICABLE_LOG_LEVEL", "debug, info, warn or error"},
		{"AMICABLE_WAIT_REPLICAS=two REDIS_URL=redis://x", "AMICABLE_WAIT_REPLICAS", "a whole number"},
		{"AMICABLE_WAIT_REPLICAS=-1", "AMICABLE_WAIT_REPLICAS", "0 or more"},
		{"AMICABLE_WAIT_REPLICAS=1", "AMICABLE_WAIT_REPLICAS", "REDIS_URL"},
		{"AMICABLE_MODEL_TOKENS=0", "AMICABLE_MODEL_TOKENS", "1 or more"},
		{"AMICABLE_MODEL_TOKENS=many", "AMICABLE_MODEL_TOKENS", "a whole number"},
		{"AMICABLE_MODEL_COST=2.50", "AMICABLE_MODEL_PROMPT_PRICE", "is missing"},
		{"AMICABLE_MODEL_COST=2.50 AMICABLE_MODEL_PROMPT_PRICE=0.15", "AMICABLE_MODEL_ANSWER_PRICE", "is missing"},
		{"AMICABLE_MODEL_COST=2.50 AMICABLE_MODEL_ANSWER_PRICE=0.6", "AMICABLE_MODEL_PROMPT_PRICE", "is missing"},
		{"AMICABLE_MODEL_COST=little", "AMICABLE_MODEL_COST", "a number"},
		{"AMICABLE_MODEL_COST=2,50", "AMICABLE_MODEL_COST", "a number"},
		{"AMICABLE_MODEL_COST=-1", "AMICABLE_MODEL_COST", "from 0.01"},
		{"AMICABLE_MODEL_COST=0.0000001", "AMICABLE_MODEL_COST", "from 0.01"},
		{"AMICABLE_MODEL_COST=NaN", "AMICABLE_MODEL_COST", "from 0.01"},
		{"AMICABLE_MODEL_COST=Inf", "AMICABLE_MODEL_COST", "from 0.01"},
		{"AMICABLE_MODEL_PROMPT_PRICE=free", "AMICABLE_MODEL_PROMPT_PRICE", "a number"},
		{"AMICABLE_MODEL_PROMPT_PRICE=-0.1", "AMICABLE_MODEL_PROMPT_PRICE", "such as 0.15"},
		{"AMICABLE_MODEL_ANSWER_PRICE=1e300", "AMICABLE_MODEL_ANSWER_PRICE", "such as 0.15"},
		{"SLACK_BOT_TOKEN_FILE=/nowhere/token", "SLACK_BOT_TOKEN_FILE", "cannot be read"},
		{"SLACK_BOT_TOKEN=xoxb-1 SLACK_BOT_TOKEN_FILE=/nowhere", "SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN_FILE"},
	} {
		_, _, err := loadSettings(append([]string{"HOME=/h"}, strings.Fields(c.set)...))
		var wrong *settingError
		if !errors.As(err, &wrong) {
			t.Errorf("%s: got %v, want a settingError", c.set, err)
			continue
		}
		if wrong.name != c.name || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: says %q, want %s and %q in one line", c.set, err, c.name, c.says)
		}
	}
}

func TestSecretsComeFromFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte("xoxb-from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, warnings, err := loadSettings([]string{"HOME=/h", "SLACK_BOT_TOKEN_FILE=" + path, "SLACK_SIGNING_SECRET=s"})
	if err != nil || len(warnings) > 0 || s.SlackBotToken.Reveal() != "xoxb-from-file" {
		t.Errorf("got %q, %q, %v", s.SlackBotToken.Reveal(), warnings, err)
	}
	for name, content := range map[string]string{"empty": " \n", "huge": strings.Repeat("x", maxSecretFile+1)} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := loadSettings([]string{"HOME=/h", "REDIS_URL_FILE=" + path}); err == nil || !strings.HasPrefix(err.Error(), "REDIS_URL_FILE: ") {
			t.Errorf("%s file: got %v", name, err)
		}
	}
	// Only declared secrets have a file: AMICABLE_ADDR_FILE is somebody's mistake.
	_, warnings, err = loadSettings([]string{"HOME=/h", "AMICABLE_ADDR_FILE=" + path})
	if err != nil || len(warnings) != 1 || !strings.HasPrefix(warnings[0], "AMICABLE_ADDR_FILE ") {
		t.Errorf("AMICABLE_ADDR_FILE: got %q, %v", warnings, err)
	}
}

func TestUnknownVariablesAreMentioned(t *testing.T) {
	_, warnings, err := loadSettings([]string{"HOME=/h", "SLACK_SIGNING_SECRT=x", "AMICABLE_PORT=1", "AMICABLE_TEST_X=1", "OTHER=1"})
	want := []string{
		"AMICABLE_PORT is not a setting of this program and is ignored",
		"SLACK_SIGNING_SECRT is not a setting of this program and is ignored",
	}
	if err != nil || !slices.Equal(warnings, want) {
		t.Errorf("got %q, %v", warnings, err)
	}
}

// A secret cannot be got at by printing, logging or encoding whatever holds it.
func TestSecretsStayUnseen(t *testing.T) {
	const hidden = "xoxb-very-hidden"
	type inner struct{ s Secret }
	all := Settings{SlackBotToken: newSecret(hidden), RedisURL: newSecret("redis://:" + hidden + "@h")}
	nested := struct {
		Public Secret
		inner  inner
		list   []Secret
		byName map[string]Secret
	}{newSecret(hidden), inner{newSecret(hidden)}, []Secret{newSecret(hidden)}, map[string]Secret{"a": newSecret(hidden)}}

	var shown strings.Builder
	for _, v := range []any{newSecret(hidden), all, &all, nested, &nested, []any{all}, fmt.Errorf("with %v: %w", all, errors.New("x"))} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%T"} {
			fmt.Fprintf(&shown, verb+"\n", v)
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		shown.Write(text)
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("t", "v", v, slog.Group("g", "v", v))
		slog.New(slog.NewJSONHandler(&log, nil)).Info("t", "v", v, slog.Group("g", "v", v))
		shown.Write(log.Bytes())
	}
	for _, trace := range []string{hidden, fmt.Sprintf("%x", hidden), "very"} {
		if strings.Contains(shown.String(), trace) {
			t.Errorf("a secret can be seen as %q in:\n%s", trace, shown.String())
		}
	}
	if !strings.Contains(shown.String(), "(set)") {
		t.Error("not even that a secret is set can be seen")
	}
}

// No setting's error repeats a value: it may be a secret put into the wrong variable.
func TestErrorsRepeatNoSecret(t *testing.T) {
	const hidden = "hunter2hunter2"
	t.Chdir(t.TempDir()) // one of them names a folder to be made
	for _, name := range settingNames() {
		for _, prefix := range []string{"", "xoxb-", "xapp-", "redis://:", "sentinel://:"} {
			environ := home(t, name+"="+prefix+hidden)
			var out, log bytes.Buffer
			run(t.Context(), []string{"doctor"}, environ, strings.NewReader(""), &out, &log)
			text := out.String() + log.String()
			if strings.Contains(text, hidden) && slices.Contains(secretNames(), name) {
				t.Errorf("%s=%s…: the secret is in %q", name, prefix, text)
			}
		}
	}
}
