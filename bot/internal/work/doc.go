// Package work holds what the adapters need to answer for the work they accept.
//
//   - Entrance, Body and CheckStamp let it in over HTTP: counted, bounded, and
//     signed a short while ago.
//   - Tracker counts it, so that a shutdown can wait for it; Begin and Pool run
//     what follows from it, Pool with a bound.
//   - Once keeps a redelivery from being worked on twice.
//   - Lines try again, in order, what failed for a while.
//   - Guard is the net below what others hand in; Slots bound how much of it runs
//     at once; Sleep and Lasts keep a wait within its deadline.
//
// It imports the standard library only, and knows neither events nor replies.
package work
