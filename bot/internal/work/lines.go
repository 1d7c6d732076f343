package work

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrFull is why an Errand was lost that could not wait.
var ErrFull = errors.New("too much is waiting to be tried again")

// Errand is something that may not succeed at once. Neither function may panic.
type Errand struct {
	Try func() error
	// Lost is told why it was given up; it is not tried any more then.
	Lost func(err error)
	// Pauses come before each further try, the last one again and again. When
	// Patience is over, it is tried a last time.
	Pauses   []time.Duration
	Patience time.Duration
}

// Lines try errands again that failed, beside whoever brought them. Those of a
// line are done one after the other, as they came: what comes after one that
// failed waits behind it.
type Lines struct {
	work  *Tracker
	end   context.Context
	max   int
	slots Slots

	mu    sync.Mutex
	n     int
	lines map[string][]*late // a line is there while its first one is not done
}

// late is an errand that waits.
type late struct {
	Errand
	patience context.Context
	enough   context.CancelFunc
	tries    int
}

// NewLines returns lines that hold at most that many errands, and try a few of
// them at once. When end ends, the patience with each does. The tracker counts them.
func NewLines(end context.Context, work *Tracker, most, atOnce int) *Lines {
	return &Lines{work: work, end: end, max: most, slots: NewSlots(atOnce), lines: map[string][]*late{}}
}

// Do tries an errand now, unless others of its line wait. It returns when that
// was done once; if it failed, it waits. It may be called from work under way
// only. What comes from several goroutines at once has no order.
func (l *Lines) Do(line string, e Errand) {
	this := &late{Errand: e}
	if !l.busy(line) {
		if e.Try() == nil {
			return
		}
		this.tries = 1
	}
	if !l.join(line, this) {
		e.Lost(ErrFull)
	}
}

func (l *Lines) busy(line string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.lines[line]) > 0
}

// join puts an errand at the end of a line; false when there is no room.
func (l *Lines) join(line string, e *late) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n >= l.max {
		return false
	}
	l.n++
	e.patience, e.enough = context.WithTimeout(l.end, e.Patience)
	l.lines[line] = append(l.lines[line], e)
	if len(l.lines[line]) == 1 {
		l.work.Follow()
		go l.run(line, e)
	}
	return true
}

func (l *Lines) run(line string, e *late) {
	defer l.work.Leave()
	for e != nil {
		l.finish(e)
		e = l.next(line)
	}
}

// finish tries one until it succeeds or is lost.
func (l *Lines) finish(e *late) {
	defer e.enough()
	for {
		if e.tries > 0 {
			_ = Sleep(e.patience, e.Pauses[min(e.tries, len(e.Pauses))-1]) // ended early: the last try
		}
		last := e.patience.Err() != nil
		e.tries++
		err := l.try(e)
		if err == nil {
			return
		}
		if last {
			e.Lost(err)
			return
		}
	}
}

func (l *Lines) try(e *late) error {
	l.slots <- struct{}{}
	defer l.slots.Free()
	return e.Try()
}

// next takes the first one off a line, and returns the one after it.
func (l *Lines) next(line string) *late {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.n--
	rest := l.lines[line][1:]
	if len(rest) == 0 {
		delete(l.lines, line)
		return nil
	}
	l.lines[line] = rest
	return rest[0]
}
