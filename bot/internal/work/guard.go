package work

import (
	"context"
	"errors"
	"runtime/debug"
)

// ErrPanicked is what Guard makes of a panic.
var ErrPanicked = errors.New("it panicked")

// Guard calls f with a net below: when it panics, fell is told where, and the
// error is ErrPanicked. What it panicked with is lost on purpose: it may quote anything.
func Guard[T any](ctx context.Context, f func(context.Context) (T, error), fell func(stack string)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			fell(string(debug.Stack()))
			var none T
			v, err = none, ErrPanicked
		}
	}()
	return f(ctx)
}
