// Command loadtest measures the real bot: it posts signed /flag commands, as
// Slack would, to `amicable serve` with a real redis-server, and in turns within
// the same run to a reference server that does the least that could be done: it
// verifies the signature, runs the same record script once, and answers a fixed
// text. What the bot costs above that is its own.
//
//	make bench
//
// Then the same flags go to a bot on Discord, as signed interactions, in turns
// with Slack; and a Discord of many servers and a list of many clients are tried.
//
// Everything is on loopback and bounded in count and time: Slack and Discord are
// played by this program, the servers are started and ended by it.
//
// Decisions:
//
//   - Two Redis servers, one for each side, so that neither pays for the other's
//     data; both with appendfsync everysec. The sides take turns in short rounds
//     and the medians are compared, as a machine's speed drifts.
//   - Connections speak HTTP/1.1 by hand (wire.go): on a small machine net/http's
//     client would take more of the processors than either server.
//   - An open loop sends at a fixed rate whatever comes back, and counts from
//     the moment a request was due: waiting in line is part of the latency.
//   - The reference builds the script's keys and arguments by itself, under a
//     root of its own, from the script's documented contract.
package main
