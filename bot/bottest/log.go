package bottest

import (
	"bytes"
	"sync"
)

// Log keeps what many goroutines write, to be read while they still do. The
// zero Log is empty and ready.
type Log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write keeps p; it never fails.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// String is all that was written so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
