// Package gateway is a client of Discord's gateway, API version 10: it holds
// the WebSocket connections (shards), and hands over what they bring.
//
// It imports the standard library, gorilla/websocket and cenkalti/backoff. It
// knows no event by its meaning but READY and RESUMED, and neither the store nor
// discordgo. Where to read:
//
//	gateway.go   Config, New, Run, Ready; info.go, what Discord says beforehand
//	share.go     which shards this process holds; count.go, how many there are
//	hold.go      one lease: renewed, lost, released with what the next holder needs
//	shard.go     one shard: connect, lose the connection, wait, connect again
//	link.go      one connection from Hello to its end; heart.go, its heartbeat
//	ending.go    what each way of ending means, and what people can do about it
//	order.go     who works on what; progress.go, what has been worked on; kept.go,
//	             what will be later
//	identify.go  when a new session may begin
//
// Decisions:
//
//   - The connection is ours rather than discordgo's (v0.29), which stays for REST
//     and types. Its Open has no read deadline and hangs on a silent gateway; it
//     holds its lock while it waits for the first packet and deadlocks when that
//     is Op 7; it reconnects by itself and without end on closes that no
//     reconnecting mends; it gives every event a goroutine of its own, in no
//     order; and its session cannot be taken up by another process.
//   - Events with the same key (a channel, else a guild) are handled in the order
//     in which they came, others at the same time by a few workers. When the queue
//     is full the socket is not read, while heartbeats go on. What somebody waits for
//     (Config.Aside: interactions) needs no order, and runs beside the workers: what
//     other people do elsewhere may hold those.
//   - A sequence number counts for RESUME once its event has been handled, not when
//     it came: after a crash Discord repeats what was queued. To handle an event
//     again is harmless, for the store knows its id; to lose one is not. Heartbeats
//     say the same number, so that Discord keeps what may yet be asked for.
//     Repetitions within a process are dropped by their number. What Handle keeps
//     for later holds the number, and no worker.
//   - A shard is held by a lease, which also keeps the session, so that another
//     process takes it up where a dead one stopped, within 25 s (leaseTime and
//     shareEvery).
//   - A lease that could not be renewed is in doubt leaseMargin before it runs out,
//     by the holder's own clock. The connection stays, for a bot that says "nothing
//     was recorded" is better than a silent one, and before an event is handed on
//     the lease is asked again. Another's: the shard stops, and the event is that
//     one's. No answer: the event is handed on, for where leases are kept records
//     are too, and what cannot ask cannot record. (Should the store come back in
//     between, an event of one session has one id in all processes.) No connection
//     is made in doubt, but once by a process that was alone.
//   - Processes count each other and hold at most their share, so that a newcomer
//     gets some. What is above it is handed over like at a shutdown: stop reading,
//     finish what is queued, close so that the session lives, leave the state.
//   - What never mends itself (a wrong token, an intent not allowed) ends Run with
//     an error that says which setting and which page; all else is tried again.
//   - All waiting is by timers, and no clock is read: a connection's age or a
//     lease's end need no date. Tests run under testing/synctest.
package gateway
