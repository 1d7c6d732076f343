// Package scoring says where the relationship with a client stands, why, and
// what would change it. It is pure: no clock, no store, no prose. It imports
// the standard library only, so that the rules can be read, tested and trusted
// with nothing running.
//
// The way through it:
//
//	Policy      the rules: signs, points, thresholds, windows (Default)
//	Same        is this flag a new incident, or one we know already?
//	Change      what a flag, a confirmation or a taking back does (Policy.Open, Confirm, Withdraw)
//	Ledger      what is kept of a client, however long the history (Ledger.Apply)
//	Book        the same, replayed from the whole log: the yardstick for the running ledger
//	Assess      Ledger and now → verdict, per-sign arithmetic, reasons, cautions
//	Project     what waiting brings, and which one further sign would raise the verdict
//	Alert       when a rise is worth telling
//	Trace       the points of the last half-year, backwards from the ledger, and ahead
//	Costs       what each sign cost in the last quarter and in the one before
//
// Decisions behind it:
//
//   - Tallies decay forward (see Decay): every change is an addition, so flags,
//     backdated flags and undo commute, and nobody is rescored as time passes.
//   - The sums hold severities, not points: new points apply at once to the
//     whole history; only a new half-life or new weights need a rebuild.
//   - Waiting never makes things worse: points, and the computed verdict, never
//     rise without an entry. Everything here is chosen so that this holds, and
//     projections can be found by bisection.
//   - Results are codes and numbers. Whoever shows them finds the words.
//
// Codes such as S3.5 in comments and in Sign.Sources name the source article
// and its point, as in the playbook, so that advice can show where it comes from.
package scoring
