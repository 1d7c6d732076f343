// Package embedded is a Redis for those who have none: miniredis inside the
// process, with a journal that makes it keep what it acknowledged.
//
// It is for trying out and for one small team: everything is in memory, one
// process at a time, and export and import move it to a real Redis. It may
// import go-redis and miniredis, and knows nothing of what is stored.
//
// How it keeps its word: commands of all connections run one after the other.
// One that may change something is appended to the journal, with the clock it
// ran by, and answered only after the journal was synced; many share a sync.
// Starting again runs the journal's commands by their clocks. When the journal
// outgrows the data it is replaced by commands that make the data as it is.
//
// Everything a command depends on is in the journal: the clock is set for
// every command, time to live only passes by journaled ticks, and commands that
// choose at random or wait for others are refused.
package embedded
