package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// pendingFor is how long a question can be answered.
const pendingFor = 24 * time.Hour

// put keeps what a question is about until it is answered, and returns the
// handle for its buttons: notes and forms are too long for a button to carry.
func put[T any](ctx context.Context, rq *request, what T) (handle string, err error) {
	data, err := json.Marshal(what)
	if err != nil {
		return "", fmt.Errorf("keeping a question: %w", err)
	}
	handle = reference(rq.Event)
	return handle, rq.ws.Keep(ctx, handle, data, pendingFor)
}

// kept is what put kept under a handle; a problem when it is there no more.
func kept[T any](ctx context.Context, rq *request, handle string) (what T, err error) {
	data, err := rq.ws.Kept(ctx, handle)
	if err != nil {
		return what, err
	}
	if data == nil {
		return what, trouble("question-expired")
	}
	if err := json.Unmarshal(data, &what); err != nil {
		return what, fmt.Errorf("reading a kept question: %w", err)
	}
	return what, nil
}
