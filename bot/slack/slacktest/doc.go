// Package slacktest judges what is sent to Slack as Slack would: limits, shapes,
// and what a person gets to read. The adapter's own tests use it, and those of
// the whole bot.
//
// This package imports nothing but the standard library: it must not share a
// mistake with the adapter.
package slacktest
