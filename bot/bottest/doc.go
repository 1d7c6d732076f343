// Package bottest holds what every adapter is tested with: replies of every
// kind, with the texts that people really type and the ones that break things,
// the suite that a renderer must pass, the golden files that it is compared with,
// and a log that tests read while it is written.
//
// A renderer is judged by what it sends (its own checker knows the platform's
// limits) and by what a person would see: hostile text must be there, literally.
//
// This package imports amicable/bot, the standard library, go-cmp and rapid.
package bottest
