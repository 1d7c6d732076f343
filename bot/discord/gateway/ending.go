package gateway

import (
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

// next is what follows the end of a connection.
type next int

const (
	resume next = iota // the same session, on a new connection
	renew              // a new session
	giveUp             // nothing: people have to mend something
)

// ending says why a connection ended and what follows.
type ending struct {
	next next
	why  error
	// pause is the least time before the next connection.
	pause time.Duration
}

// advice words the closes that no reconnecting mends.
// https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
var advice = map[int]string{
	4004: "Discord refused the bot token (4004): check DISCORD_BOT_TOKEN; the developer portal makes a new one under Bot, Reset Token",
	4010: "Discord does not know this shard (4010): check DISCORD_SHARDS, or leave it out",
	4011: "the bot is in too many servers for this many connections (4011): raise DISCORD_SHARDS, or leave it out",
	4012: "Discord no longer speaks version " + apiVersion + " of its gateway (4012): update Amicable",
	4013: "Discord does not know what was asked for (4013, invalid intents): update Amicable",
	4014: "Discord does not let this bot see what was asked for (4014, disallowed intents): look under Bot, Privileged Gateway Intents, in the developer portal, and update Amicable, which needs none of them",
}

const (
	closeInvalidSeq      = 4007
	closeSessionTimedOut = 4009
	// closeKeeping is our own close. The codes 1000 and 1001 would end the session; any other keeps it.
	closeKeeping = 4000
)

// ended says what follows an error while reading.
func ended(err error) ending {
	var closed *websocket.CloseError
	switch {
	case errors.Is(err, websocket.ErrReadLimit):
		return ending{next: renew, why: fmt.Errorf("a message of more than %d MiB", messageLimit>>20)}
	case !errors.As(err, &closed):
		return ending{why: err}
	case advice[closed.Code] != "":
		return ending{next: giveUp, why: errors.New("discord: " + advice[closed.Code])}
	case closed.Code == closeInvalidSeq, closed.Code == closeSessionTimedOut:
		return ending{next: renew, why: fmt.Errorf("closed by Discord (%d)", closed.Code)}
	}
	return ending{why: fmt.Errorf("closed by Discord (%d)", closed.Code)}
}
