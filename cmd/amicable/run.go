package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2 // a wrong command line or setting: nothing was started
)

// process is what a subcommand has of the outside world.
type process struct {
	environ        []string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// subcommand is one row of the table: what it is called, says of itself, and does.
type subcommand struct {
	name    string
	args    string // what follows the name, for the usage line
	summary string // one line for the list
	about   string // more for its own help
	// prepare declares flags and returns what runs once they are parsed, with
	// the arguments that are no flags.
	prepare func(*flag.FlagSet) func(ctx context.Context, p process, args []string) error
}

// subcommands is the table; the first one is run when none is named.
func subcommands() []subcommand {
	return []subcommand{
		serveCommand(), chatCommand(), manifestCommand(), doctorCommand(),
		rebuildCommand(), exportCommand(), importCommand(), versionCommand(),
	}
}

// usageError is a wrong command line.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

// misused makes a usageError.
func misused(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// run runs the program and returns its exit code.
func run(ctx context.Context, args, environ []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := process{environ: environ, stdin: stdin, stdout: stdout, stderr: stderr}
	err := dispatch(ctx, p, args)
	var usage *usageError
	var setting *settingError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage), errors.As(err, &setting):
		say(stderr, "amicable: %v", err)
		return exitUsage
	default:
		say(stderr, "amicable: %v", err)
		return exitFailed
	}
}

// say writes one line. Where it cannot be written there is nobody to tell.
func say(w io.Writer, format string, args ...any) {
	line := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "; ")
	_, _ = io.WriteString(w, line+"\n")
}

// dispatch finds the subcommand that args name and runs it.
func dispatch(ctx context.Context, p process, args []string) error {
	table := subcommands()
	chosen := table[0]
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		name := args[0]
		args = args[1:]
		if name == "help" {
			return help(p, table, args)
		}
		found := false
		for _, c := range table {
			if c.name == name {
				chosen, found = c, true
			}
		}
		if !found {
			return misused("there is no subcommand %q. See: amicable help", name)
		}
	} else if len(args) > 0 && isHelp(args[0]) {
		return help(p, table, nil)
	}
	flags := flag.NewFlagSet(chosen.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	do := chosen.prepare(flags)
	rest, err := parseFlags(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		return helpOn(p.stdout, chosen)
	}
	if err != nil {
		return misused("%v. See: amicable %s --help", err, chosen.name)
	}
	if len(rest) > 0 && chosen.args == "" {
		return misused("%s takes no argument %q. See: amicable %s --help", chosen.name, rest[0], chosen.name)
	}
	return do(ctx, p, rest)
}

// isHelp tells whether a word asks for help.
func isHelp(word string) bool { return word == "-h" || word == "-help" || word == "--help" }

// parseFlags parses flags wherever they stand and returns the other arguments.
func parseFlags(flags *flag.FlagSet, args []string) ([]string, error) {
	var rest []string
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err // the caller makes it a usage error
		}
		args = flags.Args()
		if len(args) == 0 {
			return rest, nil
		}
		rest = append(rest, args[0])
		args = args[1:]
	}
}

// help prints the list of subcommands, or one subcommand's own help.
func help(p process, table []subcommand, args []string) error {
	if len(args) > 0 {
		for _, c := range table {
			if c.name == args[0] {
				return helpOn(p.stdout, c)
			}
		}
		return misused("there is no subcommand %q. See: amicable help", args[0])
	}
	var b strings.Builder
	b.WriteString("Amicable keeps tallies of incidents with clients and says plainly where the relationship stands.\n\n")
	b.WriteString("Usage: amicable [subcommand] [flags]\n\n")
	for _, c := range table {
		fmt.Fprintf(&b, "  %-10s %s\n", c.name, c.summary)
	}
	b.WriteString("\nWithout a subcommand it is \"serve\". Each has more to say: amicable <subcommand> --help\n")
	b.WriteString("Settings come from environment variables; the README lists them.\n")
	_, err := io.WriteString(p.stdout, b.String())
	return wrote(err)
}

// helpOn prints one subcommand's help with its flags.
func helpOn(w io.Writer, c subcommand) error {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.prepare(flags)
	var b strings.Builder
	usage := "amicable " + c.name
	if c.args != "" {
		usage += " " + c.args
	}
	options := 0
	flags.VisitAll(func(*flag.Flag) { options++ })
	if options > 0 {
		usage += " [flags]"
	}
	fmt.Fprintf(&b, "%s\n\nUsage: %s\n", strings.TrimSpace(c.about), usage)
	if options > 0 {
		b.WriteString("\nFlags:\n")
	}
	flags.VisitAll(func(f *flag.Flag) {
		kind, text := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "  %-22s %s\n", strings.TrimSpace("--"+f.Name+" "+kind), text)
	})
	_, err := io.WriteString(w, b.String())
	return wrote(err)
}

// wrote wraps the error of writing what was asked for.
func wrote(err error) error {
	if err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}
