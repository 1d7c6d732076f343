package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"

	sdk "github.com/bwmarrin/discordgo"

	"amicable/bot"
	"amicable/bot/internal/work"
)

var (
	errCrowded   = errors.New("too many replies are waiting")
	errNoSuchWay = errors.New("no such way")
)

// first puts a reply into the first response where it can stand there.
func (a *Adapter) first(out outcome) answer {
	at, r := out.at, a.offered(out.at, out.reply)
	if form, ok := r.Form(); ok {
		return a.opened(at, form)
	}
	if r.Empty() {
		return a.nothing(at)
	}
	outs := a.rendered(at, r, at.privately(r))
	end := a.finishing(outcome{at: at, reply: r})
	if r.Direct || len(outs) == 0 || len(outs[0].files) > 0 || at.openly(r) && at.press {
		ans := answer{response: at.thinking(), lost: end}
		stands := thinking
		if at.press {
			ans.response.Type, ans.response.Data, stands = respondNothingYet, nil, quiet
		}
		ans.then = func() { end(stands) }
		return ans
	}
	ans := answer{response: response{Type: respondMessage, Data: outs[0]}, lost: end}
	if at.replaces(r) {
		ans.response = response{Type: respondUpdate, Data: outs[0].change()}
	}
	d := &desk{token: at.token, private: outs[0].private, ids: []string{original}}
	switch {
	case len(outs) > 1:
		ans.then = func() {
			a.queue(a.answers, at, func() {
				ctx, cancel := context.WithTimeout(a.life, jobTime)
				defer cancel()
				if err := a.rest(ctx, d, outs[1:]); err != nil {
					a.undelivered(at, err)
					return
				}
				a.follow(at, d, r)
			})
		}
	default:
		ans.then = func() { a.follow(at, d, r) }
	}
	return ans
}

// later queues what may be held up, by limits of Discord's too.
func (a *Adapter) later(at place, job func()) { a.queue(a.jobs, at, job) }

func (a *Adapter) queue(pool *work.Pool, at place, job func()) {
	if !pool.Add(func() { defer a.rescue("reply", at.user); job() }) {
		a.undelivered(at, errCrowded)
	}
}

func (a *Adapter) undelivered(at place, err error) {
	a.cfg.Log.Error("discord: reply not delivered", "workspace", at.guild, "channel", at.channel.ID, "user", at.user, "error", err)
}

// deliver posts the reply to what was no interaction, in the background.
func (a *Adapter) deliver(at place, r bot.Reply) {
	if !r.Empty() {
		a.finishing(outcome{at: at, reply: r})(unanswered)
	}
}

// finishing queues the delivery of a reply, for when it is known how things stand.
func (a *Adapter) finishing(out outcome) func(standing) {
	return func(stands standing) {
		at, pool := out.at, a.jobs
		if at.stands = stands; at.byToken(out.reply) {
			pool = a.answers
		}
		a.queue(pool, at, func() { a.finish(out, stands) })
	}
}

// finish delivers a reply after the first response, which left things as they stand.
func (a *Adapter) finish(out outcome, stands standing) {
	ctx, cancel := context.WithTimeout(a.life, jobTime)
	defer cancel()
	at := out.at
	at.stands, at.sent = stands, true // no dialog can open any more
	if at.inside {
		at = a.looked(at, out.reply) // it may have waited for long
	}
	r := a.offered(at, out.reply)
	d, err := a.post(ctx, at, r)
	if err != nil && at.byToken(r) && !r.Empty() {
		out.reply.Direct = true // other ways may take long
		a.finishing(out)(stands)
		return
	}
	if err != nil {
		a.undelivered(at, err)
		return
	}
	if d != nil {
		a.follow(at, d, r)
	}
}

// post tries the ways to reach a person, from the nearest on. There is no desk
// when there was nothing to say.
func (a *Adapter) post(ctx context.Context, at place, r bot.Reply) (*desk, error) {
	if r.Empty() {
		return nil, a.clear(ctx, at)
	}
	var tried []error
	if !r.Direct {
		d, err := a.postAnswer(ctx, at, r)
		if err == nil {
			return d, nil
		}
		if at.byToken(r) {
			return nil, err
		}
		if !errors.Is(err, errNoSuchWay) {
			tried = append(tried, err)
		}
	}
	d, err := a.postDirect(ctx, at, r)
	if err == nil {
		return d, a.clear(ctx, at)
	}
	tried = append(tried, err)
	if r.Direct && at.token != "" && at.stands != unanswered { // nobody else sees it there either
		r.Direct, r.Visibility = false, bot.Private
		if d, err := a.postAnswer(ctx, at, r); err == nil {
			return d, nil
		}
	}
	if isCode(err, codeCannotDM) && at.token == "" {
		return nil, errors.Join(append(tried, a.offer(ctx, at, r))...)
	}
	return nil, errors.Join(tried...)
}

// byToken tells whether a reply needs no more than its interaction's token. Such
// ones are delivered apart: neither direct messages nor what is posted to channels
// may hold them up.
func (at place) byToken(r bot.Reply) bool {
	return at.token != "" && at.stands != unanswered && !r.Direct && !at.openly(r)
}

// clear takes "thinking…" away, where nothing comes in its place.
func (a *Adapter) clear(ctx context.Context, at place) error {
	if at.token == "" || at.stands != thinking {
		return nil
	}
	return a.withdraw(ctx, at.token, original)
}

// postAnswer posts where the question was asked: as answers to an interaction,
// or, when a person chose so or is alone with the bot, as messages in the channel.
func (a *Adapter) postAnswer(ctx context.Context, at place, r bot.Reply) (*desk, error) {
	openly := at.openly(r)
	if at.token == "" || at.stands == unanswered || openly {
		if !openly && !at.channel.Direct {
			return nil, errNoSuchWay
		}
		d := &desk{channel: at.postTo(), event: at.event}
		if err := a.rest(ctx, d, a.rendered(at, r, false)); err != nil {
			return nil, err
		}
		return d, a.clear(ctx, at)
	}
	outs := a.rendered(at, r, at.privately(r))
	if len(outs) == 0 {
		return nil, a.clear(ctx, at)
	}
	d := &desk{token: at.token, private: outs[0].private}
	if at.stands == thinking || at.replaces(r) {
		d.ids = []string{original}
		if err := a.swap(ctx, d, 0, outs[0]); err != nil {
			return nil, err
		}
		outs = outs[1:]
	}
	return d, a.rest(ctx, d, outs)
}

// rest puts messages one after the other.
func (a *Adapter) rest(ctx context.Context, d *desk, outs []outgoing) error {
	for _, o := range outs {
		if err := a.put(ctx, d, o); err != nil {
			return err
		}
	}
	return nil
}

// postTo is the channel that messages go to: the thread, where it is one.
func (at place) postTo() string {
	if at.thread != "" {
		return at.thread
	}
	return at.channel.ID
}

// postDirect posts to a person's direct messages.
func (a *Adapter) postDirect(ctx context.Context, at place, r bot.Reply) (*desk, error) {
	if at.user == "" {
		return nil, errors.New("there is nobody to write to")
	}
	channel, err := a.directChannel(ctx, at.user)
	if err != nil {
		return nil, err
	}
	at.channel, at.thread = bot.Channel{ID: channel, Direct: true}, ""
	d := &desk{channel: channel, event: at.event}
	if err := a.rest(ctx, d, a.rendered(at, r, false)); err != nil {
		return nil, err
	}
	return d, nil
}

// directChannel opens the direct conversation with a person.
func (a *Adapter) directChannel(ctx context.Context, user string) (string, error) {
	return a.dms.Get(ctx, user, func() (string, error) {
		ctx, cancel := context.WithTimeout(a.life, jobTime)
		defer cancel()
		var id string
		err := a.insisting(ctx, func(s *sdk.Session, o sdk.RequestOption) error {
			c, err := s.UserChannelCreate(user, o)
			if err == nil {
				id = c.ID
			}
			return err
		})
		if err == nil && id == "" {
			err = errUnreadable
		}
		if err != nil {
			return "", fmt.Errorf("opening a direct conversation: %w", err)
		}
		return id, nil
	})
}

// rendered turns a reply into messages, and remembers what they ask.
func (a *Adapter) rendered(at place, r bot.Reply, private bool) []outgoing {
	r.Blocks = slices.DeleteFunc(slices.Clone(r.Blocks), func(b bot.Block) bool {
		_, form := b.(bot.Form)
		return form
	})
	outs := a.renderer(at).messages(r, private)
	open := !at.channel.Direct && (!private || at.shown && at.replaces(r))
	for _, o := range outs {
		for id, question := range o.questions {
			a.questions.put(at.guild, at.questionKey(id, open), question)
		}
	}
	return outs
}

// questionKey is where the question before a button's press lies. What one person
// alone sees is in their language; what is open to all asks all the same.
func (at place) questionKey(id string, open bool) string {
	if open {
		return id
	}
	return at.user + "/" + id
}

// privately tells whether a reply is shown to one person only. In a direct
// conversation it stays for them to read again.
func (at place) privately(r bot.Reply) bool {
	return !at.channel.Direct && !at.openly(r)
}

// openly tells whether a reply is to be seen by the whole channel; see looked.
func (at place) openly(r bot.Reply) bool { return r.Visibility == bot.Public && at.inside }

// looked finds out who reads the channel, where it matters for a reply: before
// it is shown to all there, or put in the place of what all see. Where outsiders
// may be among them it is shown to one person only.
func (a *Adapter) looked(at place, r bot.Reply) place {
	at.inside = false
	if at.guild != "" && at.channel.ID != "" && !at.channel.Direct && (r.Visibility == bot.Public || r.Replace && at.shown) {
		at.inside = a.unwatched(at)
	}
	return at
}

func (a *Adapter) unwatched(at place) bool {
	ctx, cancel := context.WithTimeout(a.life, lookupTime)
	defer cancel()
	v, err := a.inView(ctx, at.guild, at.channel.ID)
	if err != nil {
		a.cfg.Log.Warn("discord: channel unknown, taken as exposed", "workspace", at.guild, "channel", at.channel.ID, "error", err)
	}
	return err == nil && !v.channel.Exposed
}

// replaces tells whether a reply takes the place of the message whose button was
// pressed; see looked.
func (at place) replaces(r bot.Reply) bool {
	return r.Replace && at.press && (!at.shown || at.channel.Direct || at.inside)
}
