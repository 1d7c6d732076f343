package openai

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

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
// rule, also where the draft did. The errors are ErrRejected, ErrBudget, ErrBusy,
// ErrRefused and ErrUnavailable; the draft that the caller has is then the one to use.
func (w *Writer) Word(ctx context.Context, workspace string, o drafts.Order) (drafts.Document, error) {
	if quotesNote(o) {
		return drafts.Document{}, fmt.Errorf("wording a draft: %w: it quotes a note that is not shared", ErrRejected)
	}
	ctx, cancel := context.WithTimeout(ctx, w.server.c.Deadline)
	defer cancel()
	leave, err := w.server.enter(ctx)
	if err != nil {
		return drafts.Document{}, fmt.Errorf("wording a draft: %w", err)
	}
	defer leave()
	q := wording(o)
	answer, err := w.server.ask(ctx, workspace, q)
	if err != nil {
		return drafts.Document{}, w.failed("wording a draft", err)
	}
	doc, found := judge(o, answer)
	if len(found) > 0 {
		w.server.c.Log.InfoContext(ctx, "language model: a wording is to be mended", "broken", codes(found))
		_, names := conceal(o)
		if answer, err = w.server.ask(ctx, workspace, q.mend(names.hideIn(o, answer), found)); err != nil {
			return drafts.Document{}, w.failed("mending a draft", err)
		}
		doc, found = judge(o, answer)
	}
	if len(found) > 0 {
		return drafts.Document{}, fmt.Errorf("wording a draft: %w: it breaks %s", ErrRejected, codes(found))
	}
	return doc, nil
}

// failed names an error: an answer that is none is a wording rejected.
func (w *Writer) failed(what string, err error) error {
	if errors.Is(err, errDeclined) || errors.Is(err, errCutShort) || errors.Is(err, errShape) {
		return fmt.Errorf("%s: %w: %w", what, ErrRejected, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// judge makes the document that an answer stands for, and finds what is wrong
// with it: nothing is forgiven because the draft had it already.
func judge(o drafts.Order, answer string) (drafts.Document, []breach) {
	values, err := read(shapeOf(o), answer)
	if err != nil {
		return drafts.Document{}, []breach{{code: "shape"}}
	}
	covered, names := conceal(o)
	var parts []drafts.Part
	var found []breach
	for i, was := range covered.Draft.Parts {
		text := strings.TrimSpace(strings.ReplaceAll(values[was.Role], "\r\n", "\n"))
		found = append(found, newGuard(covered, was).examine(text)...)
		p := o.Draft.Parts[i]
		p.Text = names.reveal(was.Role, text)
		parts = append(parts, p)
	}
	doc := o.Draft.Reword(o.Facts, parts)
	for _, f := range doc.Findings {
		found = append(found, ofFinding(f))
	}
	for _, was := range o.Draft.Holds { // what a letter of the trade must hold, and held
		if was.Done && !slices.ContainsFunc(doc.Holds, func(is drafts.Held) bool { return is.Code == was.Code && is.Done }) {
			found = append(found, breach{code: "lost", passage: was.Where})
		}
	}
	for i := range found { // goes back to the model
		found[i].passage = names.hide(found[i].passage)
	}
	return doc, found
}
