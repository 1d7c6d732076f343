package discord

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	sdk "github.com/bwmarrin/discordgo"
	"github.com/cenkalti/backoff/v5"

	"amicable/bot/internal/work"
)

// maxTries bounds the tries of one delivery step.
const maxTries = 5

// longestWait bounds what we wait on a Retry-After.
const longestWait = 90 * time.Second

// Discord's error codes that mean something to us
// (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json).
const (
	codeUnknownChannel    = 10003
	codeUnknownGuild      = 10004
	codeUnknownMember     = 10007
	codeUnknownMessage    = 10008
	codeUnknownUser       = 10013
	codeUnknownWebhook    = 10015 // an interaction's, also while Discord has not read the first response yet
	codeInteractionGone   = 10062 // the time for its first response is over
	codeAcknowledged      = 40060 // an interaction was answered before
	codeMissingAccess     = 50001
	codeCannotDM          = 50007 // the person takes no direct messages from the bot
	codeMissingPermission = 50013
	codeNoMessagesThere   = 50008 // in a channel of that kind
	codeWrongKind         = 50024 // of channel
)

// session makes discordgo's calls. It is made for each call: see transport.
func (a *Adapter) session() *sdk.Session {
	s, _ := sdk.New("Bot " + a.cfg.BotToken) // its error is always nil
	s.StateEnabled, s.LogLevel = false, -1
	s.ShouldRetryOnRateLimit, s.MaxRestRetries = false, 0
	s.Client = &http.Client{Transport: a.bots}
	s.UserAgent = "DiscordBot (https://github.com/bwmarrin/discordgo, v" + sdk.VERSION + ") Amicable"
	return s
}

// asking calls the API once, within ctx.
func (a *Adapter) asking(ctx context.Context, call func(*sdk.Session, sdk.RequestOption) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	return plain(call(a.session(), sdk.WithContext(ctx)))
}

// insisting calls the API until it succeeds, fails for good, or maxTries is reached.
func (a *Adapter) insisting(ctx context.Context, call func(*sdk.Session, sdk.RequestOption) error) error {
	return a.retrying(ctx, func(ctx context.Context) error { return a.asking(ctx, call) })
}

func (a *Adapter) retrying(ctx context.Context, call func(ctx context.Context) error) error {
	pause := backoff.NewExponentialBackOff()
	for try := 1; ; try++ {
		err := call(ctx)
		if err == nil {
			return nil
		}
		wait, again := passing(err)
		if !again || try == maxTries || ctx.Err() != nil {
			return err
		}
		wait = max(wait, pause.NextBackOff())
		if wait > longestWait || !work.Lasts(ctx, wait) {
			return err // nobody waits so long
		}
		if a.sleep(ctx, wait) != nil {
			return err
		}
	}
}

// plain turns discordgo's errors into ours: its own quote addresses and bodies.
func plain(err error) error {
	var re *sdk.RESTError
	if errors.As(err, &re) {
		return refusalOf(re.Response.StatusCode, re.ResponseBody)
	}
	if errors.Is(err, sdk.ErrJSONUnmarshal) {
		return errUnreadable
	}
	return discreet(err)
}

// errUnreadable tells of an answer that is not what it should be; the cause may quote it.
var errUnreadable = errors.New("discord's answer cannot be read")

// isCode tells whether err is one of Discord's refusals.
func isCode(err error, codes ...int) bool {
	var e *apiError
	return errors.As(err, &e) && e.Code != 0 && slices.Contains(codes, e.Code)
}

func isStatus(err error, statuses ...int) bool {
	var e *apiError
	return errors.As(err, &e) && slices.Contains(statuses, e.Status)
}

// passing tells whether trying again may help, and how long Discord asks to wait.
func passing(err error) (time.Duration, bool) {
	var e *apiError
	if errors.As(err, &e) {
		return e.After, e.Status >= 500 || e.Status == http.StatusTooManyRequests || e.Code == codeUnknownWebhook
	}
	return 0, errors.Is(err, errUnreachable) || errors.Is(err, errUnreadable) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF)
}
