package discord

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	sdk "github.com/bwmarrin/discordgo"
)

// desk is where the messages of one answer lie: among the answers to an
// interaction, or in a channel.
type desk struct {
	token   string // of the interaction; "" for a channel
	channel string
	private bool
	ids     []string // of the messages, in their order
	event   string   // that is answered, or ""
	part    string   // of the answer that this is, where it is not its text
}

// put adds a message.
func (a *Adapter) put(ctx context.Context, d *desk, o outgoing) error {
	var id string
	var err error
	if d.token != "" {
		id, err = a.followUp(ctx, d.token, o, o.files)
	} else {
		id, err = a.postMessage(ctx, d, o)
	}
	if err != nil {
		return err
	}
	d.ids = append(d.ids, id)
	return nil
}

// swap puts a message in the place of the nth.
func (a *Adapter) swap(ctx context.Context, d *desk, n int, o outgoing) error {
	if d.token != "" {
		return a.change(ctx, d.token, d.ids[n], o.change(), o.files)
	}
	return a.inChannel(ctx, http.MethodPatch, sdk.EndpointChannelMessage(d.channel, d.ids[n]), o.change(), o.files, nil)
}

// drop takes the last message away.
func (a *Adapter) drop(ctx context.Context, d *desk) error {
	last := d.ids[len(d.ids)-1]
	d.ids = d.ids[:len(d.ids)-1]
	if d.token != "" {
		return a.withdraw(ctx, d.token, last)
	}
	return a.inChannel(ctx, http.MethodDelete, sdk.EndpointChannelMessage(d.channel, last), nil, nil, nil)
}

// newMessage is a message with a name: Discord posts it once within some minutes,
// should an answer of it be lost and the attempt be repeated, or should another
// process be told of the same event
// (https://docs.discord.com/developers/resources/message#create-message).
type newMessage struct {
	messageBody
	Nonce   string `json:"nonce"`
	Enforce bool   `json:"enforce_nonce"`
}

// postMessage posts into a desk's channel and returns the message's id.
func (a *Adapter) postMessage(ctx context.Context, d *desk, o outgoing) (string, error) {
	nonce, err := a.nameFor(d.event, d.channel, d.part, strconv.Itoa(len(d.ids)))
	if err != nil {
		return "", err
	}
	var posted struct {
		ID string `json:"id"`
	}
	m := newMessage{messageBody: o.change(), Nonce: nonce, Enforce: true}
	if err := a.inChannel(ctx, http.MethodPost, sdk.EndpointChannelMessages(d.channel), m, o.files, &posted); err != nil {
		return "", fmt.Errorf("posting a message: %w", err)
	}
	return posted.ID, nil
}

// inChannel makes one of the requests about a channel's messages.
func (a *Adapter) inChannel(ctx context.Context, method, address string, payload any, files []file, into any) error {
	body, kind, err := encode(payload, files)
	if err != nil {
		return err
	}
	return a.insisting(ctx, func(s *sdk.Session, o sdk.RequestOption) error {
		answer, err := s.RequestRaw(method, address, kind, body, address, 0, o)
		if err != nil || into == nil {
			return err
		}
		if json.Unmarshal(answer, into) != nil {
			return errUnreadable
		}
		return nil
	})
}

// nameFor names something about an event: the same in every process that is told
// of it. Without an event it is a new name.
func (a *Adapter) nameFor(event string, what ...string) (string, error) {
	if event == "" {
		return a.newName()
	}
	return digest(append(what, event)...)[:16], nil
}

// newName is a name that nothing else has, of 16 characters.
func (a *Adapter) newName() (string, error) {
	raw := make([]byte, 8)
	if _, err := io.ReadFull(a.cfg.Rand, raw); err != nil {
		return "", fmt.Errorf("making a name: %w", err)
	}
	return hex.EncodeToString(raw), nil
}
