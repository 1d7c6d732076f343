package commands

import (
	"context"
	"strings"

	"amicable/bot"
	"amicable/scoring"
	"amicable/storage"
)

// recordingActions are the buttons that store something.
var recordingActions = map[string]bool{"answer": true, "separate": true, "undo": true, "did": true, "react": true, "erase": true, "close": true, "draft-ready": true}

// actionName is the name before a handle: "answer:1f2e" is "answer".
func actionName(action string) string {
	name, _, _ := strings.Cut(action, ":")
	return name
}

// action answers a pressed button. What it carries comes back from the
// platform, and is trusted no more than typed text: every id is looked up
// within the workspace.
func (b *Bot) action(ctx context.Context, rq *request) (bot.Reply, error) {
	name, handle, _ := strings.Cut(rq.Action, ":")
	first, rest, _ := strings.Cut(rq.Value, " ")
	id := storage.ClientID(first)
	switch name {
	case "answer":
		return b.answer(ctx, rq, handle, rq.Value)
	case "separate":
		return b.separate(ctx, rq, id, rest)
	case "undo":
		id, e, err := b.pressedEntry(ctx, rq, id, rest)
		if err != nil {
			return bot.Reply{}, err
		}
		return b.takeBack(ctx, rq, id, e.ID)
	case "assess":
		return b.assessment(ctx, rq, id)
	case "history":
		return b.history(ctx, rq, id, rest)
	case "draft":
		return b.draft(ctx, rq, id, draftOptions{Kind: rest})
	case "draft-edit":
		return b.editForm(ctx, rq, rq.Value)
	case "draft-ready":
		return b.markReady(ctx, rq, rq.Value)
	case "draft-reword":
		return b.rewordForm(ctx, rq, rq.Value)
	case "draft-again":
		return b.draftAgain(ctx, rq, rq.Value)
	case "draft-versions":
		return b.versionsOf(ctx, rq, rq.Value)
	case "draft-show":
		return b.showDraft(ctx, rq, rq.Value)
	case "did":
		return b.did(ctx, rq, id, scoring.RemedyKind(rest), "", rq.now)
	case "react":
		return b.pickedSign(ctx, rq, handle, scoring.SignID(rq.Value))
	case "profile":
		return b.profileForm(ctx, rq, id)
	case "flag-form":
		return b.openFlagForm(ctx, rq, handle)
	case "form":
		return b.offeredForm(ctx, rq, handle)
	case "clients":
		return b.portfolio(ctx, rq, first)
	case "erase":
		return b.erase(ctx, rq, id)
	case "close":
		return b.closeClient(ctx, rq, id)
	case "help":
		return b.helpAfter(rq, nil), nil
	default:
		return bot.Reply{}, trouble("question-expired")
	}
}
