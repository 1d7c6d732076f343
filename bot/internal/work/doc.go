// Package work holds what the adapters need to answer for the work they accept.
//
//   - entrance.go lets it in over HTTP: bounded, counted, signed lately.
//   - Tracker counts it, so that a shutdown can wait for it; Begin and Pool run
//     what follows from it, Pool with a bound.
//   - Once keeps a redelivery from being worked on twice.
//   - Guard is the net below what others hand in; Slots bound how much of it runs
//     at once; Sleep waits no longer than is worth it.
//
// It imports the standard library only, and knows neither events nor replies.
package work
