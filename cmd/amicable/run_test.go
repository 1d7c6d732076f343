package main

import (
	"bytes"
	"strings"
	"testing"
)

// try runs the program and returns its exit code and what it wrote.
func try(t *testing.T, environ []string, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, environ, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

func TestWrongCommandLinesEndWithOneLine(t *testing.T) {
	for _, c := range []struct{ args, says string }{
		{"servve", `there is no subcommand "servve"`},
		{"help servve", `there is no subcommand "servve"`},
		{"serve --port 1", "-port"},
		{"serve now", `takes no argument "now"`},
		{"version 2", `takes no argument "2"`},
		{"chat --at yesterday", "2026-10-03T09:00:00Z"},
		{"chat --at", "-at"},
		{"manifest", "amicable manifest slack"},
		{"manifest teams", "amicable manifest discord"},
		{"manifest discord --application 900000000000000001 --socket", "amicable manifest slack"},
		{"manifest discord", "DISCORD_APPLICATION_ID"},
		{"manifest discord --application amicable", "15 to 20 digits"},
		{"manifest slack --socket --application 900000000000000001", "amicable manifest discord"},
		{"manifest slack", "--socket"},
		{"manifest slack --socket --url https://x.example", "not both"},
		{"import a b", "one file"},
		{"--port", "-port"},
	} {
		code, stdout, stderr := try(t, home(t), "", strings.Fields(c.args)...)
		if code != exitUsage || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, c.says) {
			t.Errorf("amicable %s: code %d, stdout %q, stderr %q, want code 2 and one line with %q", c.args, code, stdout, stderr, c.says)
		}
	}
}

func TestEverySubcommandHasHelp(t *testing.T) {
	code, list, _ := try(t, home(t), "", "--help")
	if code != exitOK {
		t.Fatalf("--help ended with %d", code)
	}
	for _, c := range subcommands() {
		if !strings.Contains(list, c.name) || !strings.Contains(list, c.summary) {
			t.Errorf("%s is missing in the list", c.name)
		}
		for _, args := range [][]string{{c.name, "--help"}, {c.name, "-h"}, {"help", c.name}} {
			code, out, stderr := try(t, home(t), "", args...)
			if code != exitOK || !strings.Contains(out, "Usage: amicable "+c.name) || stderr != "" {
				t.Errorf("%q: code %d, %q, %q", args, code, out, stderr)
			}
		}
	}
}

func TestVersion(t *testing.T) {
	code, out, _ := try(t, home(t), "", "version")
	if code != exitOK || !strings.HasPrefix(out, "amicable ") {
		t.Errorf("code %d, %q", code, out)
	}
}
