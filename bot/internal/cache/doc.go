// Package cache keeps what an adapter asked its platform, with a bound and a
// time: one Cache for each kind of thing (people, channels, …).
//
// It imports the standard library.
package cache
