// Command amicable runs the bot and looks after its data.
//
// This is the one place that knows every room and wires them: settings come
// from the environment (settings.go), a table lists the subcommands
// (run.go), serve.go, playground.go and chat.go start the ways to talk to the bot;
// platform.go lists the platforms that serve.go serves.
// main is `os.Exit(run(…))`, so that tests run exactly what people run.
//
// Decisions:
//
//   - A missing or wrong setting stops the start with one line that names it and
//     says what to do, and exit code 2; anything else that fails ends with 1.
//   - A platform that ends for good (a refused token) ends alone, since that is no
//     reason to drop what people say on another. /readyz fails only when no
//     platform hears anything, for the same reason. The last one ends the process.
//   - Secrets have a type of their own (Secret) that no printing, logging or
//     encoding shows; only Reveal does, and it is called only where a secret is used.
//   - Tests in this package also hold the rules for the whole project: who may
//     import whom (arrows_test.go) and the whole-bot stories (testdata/stories).
package main
