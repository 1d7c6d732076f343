package openai

import (
	"context"
	"errors"
	"fmt"

	"amicable/commands/drafts"
)

// Writer words drafts. It is safe for concurrent use and owns no goroutine.
type Writer struct{ server *server }

// New returns a Writer; ErrBaseURL, ErrKey, ErrModel. Nothing is sent yet.
func New(c Config) (*Writer, error) {
	c, err := c.checked()
	if err != nil {
		return nil, err
	}
	return &Writer{newServer(c)}, nil
}

// Where tells where texts go, for settings to say so: the server's host, and the model.
func (w *Writer) Where() (host, model string) { return w.server.c.host(), w.server.c.Model }

// Word has a draft worded anew and checked. All that can differ from the
// order's draft are the texts of its parts and what quotes them: placeholders in
// another order, no findings, other sentences in Holds. The draft's parts are
// in the language to write in; for another language the caller writes the
// template in it first. Names of Facts.Reporters are not sent: one that the check
// finds in the draft comes back as a placeholder. What Word returns breaks no
// rule, also where the draft did. The errors are ErrFixed, ErrRejected, ErrDeclined, ErrUnreadable,
// ErrBudget, ErrBusy, ErrRefused and ErrUnavailable; the draft that the caller has is then the one to use.
func (w *Writer) Word(ctx context.Context, workspace string, o drafts.Order) (drafts.Document, error) {
	if quotesNote(o) {
		return drafts.Document{}, fmt.Errorf("wording a draft: %w: it quotes a note that is not shared", ErrRejected)
	}
	task := prepare(o)
	if len(task.roles()) == 0 {
		return drafts.Document{}, fmt.Errorf("wording a draft: %w", ErrFixed)
	}
	ctx, cancel := context.WithTimeout(ctx, w.server.c.Deadline)
	defer cancel()
	leave, err := w.server.enter(ctx)
	if err != nil {
		return drafts.Document{}, fmt.Errorf("wording a draft: %w", err)
	}
	defer leave()
	q := task.question()
	answer, err := w.server.ask(ctx, workspace, q)
	if err != nil {
		return drafts.Document{}, w.failed("wording a draft", err)
	}
	doc, found := task.judge(answer)
	if len(found) > 0 {
		w.server.c.Log.InfoContext(ctx, "language model: a wording is to be mended", "broken", codes(found))
		if answer, err = w.server.ask(ctx, workspace, q.mend(task.names.hideIn(q.shape, answer), found)); err != nil {
			return drafts.Document{}, w.failed("mending a draft", err)
		}
		if doc, found = task.judge(answer); len(found) > 0 {
			doc, found = task.salvage(answer, found)
		}
	}
	switch broken := codes(found); broken {
	case "":
		return doc, nil
	case "shape":
		return drafts.Document{}, fmt.Errorf("wording a draft: %w: %w: %w", ErrRejected, ErrUnreadable, errShape)
	default:
		return drafts.Document{}, fmt.Errorf("wording a draft: %w: it breaks %s", ErrRejected, broken)
	}
}

// failed names an error: an answer that is none is a wording rejected.
func (w *Writer) failed(what string, err error) error {
	switch {
	case errors.Is(err, errDeclined):
		return fmt.Errorf("%s: %w: %w", what, ErrRejected, ErrDeclined)
	case errors.Is(err, errCutShort):
		return fmt.Errorf("%s: %w: %w: %w", what, ErrRejected, ErrUnreadable, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}
