package openai

import "errors"

// What callers tell apart; in each case the template stays.
var (
	// ErrRejected means that what the model wrote cannot be used, also after it was asked to mend it.
	ErrRejected = errors.New("the wording was rejected")
	// ErrFixed means that there is nothing in the draft that a model may word; nothing was sent.
	ErrFixed = errors.New("nothing in the draft is a model's to word")
	// ErrDeclined is an ErrRejected: the model would not word it, or its filter would not have it.
	ErrDeclined = errors.New("the model declined to answer")
	// ErrUnreadable is an ErrRejected or ErrUnavailable: what came is no answer, or not a whole one.
	ErrUnreadable = errors.New("the answer cannot be read")
	// ErrBudget means that the workspace has used what it may use today.
	ErrBudget = errors.New("the day's budget is used up")
	// ErrBusy means that too many drafts are being worded at once.
	ErrBusy = errors.New("too many drafts are being worded")
	// ErrUnavailable means that the server cannot be reached, is not well or takes too long.
	ErrUnavailable = errors.New("the language model is not available")
	// ErrRefused means that the server does not take the key, or not for this model: only a change of settings helps.
	ErrRefused = errors.New("the server refuses the key or the model")
)

// errStore is a budget that cannot be asked. No budget, no call.
var errStore = errors.New("the budget cannot be read")
