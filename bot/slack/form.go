package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	sdk "github.com/slack-go/slack"

	"amicable/bot"
)

// returnAddress is what a dialog must remember to be answered: Slack carries it
// along as private_metadata. Only the state, the last part, may hold a "|".
type returnAddress struct {
	channel, thread, responseURL, state string
	direct                              bool
}

func (r returnAddress) String() string {
	direct := ""
	if r.direct {
		direct = "d"
	}
	s := strings.Join([]string{r.channel, r.thread, direct, r.responseURL, r.state}, "|")
	if bot.Length(s) > maxViewMetadata { // the answer then goes to the channel or by direct message
		s = strings.Join([]string{r.channel, r.thread, direct, "", r.state}, "|")
	}
	return s
}

func parseReturnAddress(s string) (returnAddress, error) {
	parts := strings.SplitN(s, "|", 5)
	if len(parts) != 5 {
		return returnAddress{}, errors.New("the dialog's private_metadata is not ours")
	}
	return returnAddress{channel: parts[0], thread: parts[1], direct: parts[2] != "", responseURL: parts[3], state: parts[4]}, nil
}

// opened opens the reply's form, if it has one, and returns what is left to
// say; when the dialog cannot be opened, that it could not.
func (a *Adapter) opened(ctx context.Context, r bot.Reply, trigger string, at place) bot.Reply {
	form, ok := r.Form()
	if !ok {
		return r
	}
	if err := a.open(ctx, form, trigger, at); err != nil {
		a.cfg.Log.Warn("slack: form not opened", "form", form.ID, "workspace", at.team, "error", err)
		return a.say(at.locale, bot.PhraseFormFailed)
	}
	r.Blocks = slices.DeleteFunc(slices.Clone(r.Blocks), func(b bot.Block) bool {
		_, isForm := b.(bot.Form)
		return isForm
	})
	if len(r.Blocks) == 0 {
		return bot.Reply{} // a title alone belongs to the form
	}
	return r
}

// open shows the dialog. The trigger works once and for 3 s, so there is no
// second try but for what never reached Slack.
func (a *Adapter) open(ctx context.Context, form bot.Form, trigger string, at place) error {
	if trigger == "" {
		return errors.New("there is nothing to open a dialog from")
	}
	if by, ok := ctx.Deadline(); ok { // the handler's; the trigger lives a little longer
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(context.WithoutCancel(ctx), by.Add(formTime-handlerTime))
		defer cancel()
	}
	view, err := a.renderer(at.locale).view(form, at)
	if err != nil {
		return err
	}
	api, err := a.client(ctx, at.team)
	if err != nil {
		return err
	}
	_, err = api.OpenViewContext(ctx, trigger, view)
	return err
}

// view renders a form as a dialog that knows where its answer goes.
func (r renderer) view(form bot.Form, at place) (sdk.ModalViewRequest, error) {
	meta := returnAddress{
		channel: at.channel.ID, direct: at.channel.Direct, thread: at.thread, responseURL: at.responseURL, state: form.State,
	}.String()
	if bot.Length(meta) > maxViewMetadata {
		return sdk.ModalViewRequest{}, fmt.Errorf("the form's state has %d bytes, which is too much", len(form.State))
	}
	view := sdk.ModalViewRequest{
		Type:            sdk.VTModal,
		Title:           plainText(cmp.Or(strings.TrimSpace(form.Title), form.Submit, "…"), maxViewTitle),
		Submit:          plainText(cmp.Or(strings.TrimSpace(form.Submit), "OK"), maxViewTitle),
		CallbackID:      bot.Cut(form.ID, maxActionID),
		PrivateMetadata: meta,
	}
	if strings.TrimSpace(form.Cancel) != "" {
		view.Close = plainText(form.Cancel, maxViewTitle)
	}
	p := &page{renderer: r, left: maxMessageText, actions: make(map[string]int)}
	if len(form.Intro) > 0 {
		p.rich(p.section(form.Intro))
	}
	seen := make(map[string]bool)
	for _, f := range form.Fields {
		if f.ID == "" || seen[f.ID] || len(p.blocks) >= maxViewBlocks {
			continue
		}
		seen[f.ID] = true
		p.add(r.input(f))
	}
	view.Blocks = sdk.Blocks{BlockSet: p.blocks}
	return view, nil
}

// input renders one question. Its block id and its action id are the field's id.
func (r renderer) input(f bot.Field) *sdk.InputBlock {
	id := bot.Cut(f.ID, maxActionID)
	block := sdk.NewInputBlock(id, plainText(cmp.Or(strings.TrimSpace(f.Label), f.ID), maxInputLabel), nil, r.element(f, id))
	block.Optional = f.Optional
	if f.Hint != "" {
		block.Hint = plainText(f.Hint, maxInputHint)
	}
	return block
}

func (r renderer) element(f bot.Field, id string) sdk.BlockElement {
	switch f.Kind {
	case bot.Choice:
		options := optionObjects(f.Options)
		if len(options) == 0 {
			break // nothing to choose from: let them type
		}
		menu := sdk.NewOptionsSelectBlockElement(sdk.OptTypeStatic, nil, id, options...)
		if i := slices.IndexFunc(options, func(o *sdk.OptionBlockObject) bool { return o.Value == f.Value }); i >= 0 {
			menu.InitialOption = options[i]
		}
		return menu
	case bot.Search:
		if !r.search || bot.Length(f.Value) > maxOptionValue {
			break
		}
		menu := sdk.NewOptionsSelectBlockElement(sdk.OptTypeExternal, nil, id)
		none := 0
		menu.MinQueryLength = &none
		menu.InitialOption = optionObject(bot.Option{Label: cmp.Or(f.Shown, f.Value), Value: f.Value})
		return menu
	case bot.Date:
		picker := sdk.NewDatePickerBlockElement(id)
		if _, err := time.Parse(time.DateOnly, f.Value); err == nil {
			picker.InitialDate = f.Value
		}
		return picker
	case bot.ShortText, bot.LongText:
	}
	input := sdk.NewPlainTextInputBlockElement(nil, id)
	input.Multiline = f.Kind == bot.LongText
	input.MaxLength = maxInputText
	if f.MaxRunes > 0 {
		input.MaxLength = min(f.MaxRunes, maxInputText)
	}
	input.InitialValue = bot.Cut(f.Value, input.MaxLength)
	return input
}
