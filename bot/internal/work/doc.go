// Package work holds what the adapters need to answer for the work they accept:
// Tracker counts it, so that a shutdown can wait for it; Pool runs what follows
// an answer, with a bound; Once keeps a redelivery from being worked on twice.
//
// It imports the standard library only.
package work
