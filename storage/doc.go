// Package storage keeps what teams record about their clients, in Redis.
//
// It imports scoring, go-redis and what packs, seals and folds; nothing above
// it. A Store serves all workspaces; a Workspace handle builds the keys of one
// tenant and can build no other's. storage/embedded is an engine for those who
// have no Redis, storage/storagetest the suite that both pass.
//
// The decisions:
//
//   - Every client has an append-only log, one stream (entry.go says what is in
//     an entry, keys.go where everything lies). Taking back is another entry.
//   - Beside it stands the client's card, one hash (card.go): name, profile,
//     and the tallies that follow from the log. An assessment reads the card
//     alone, so it takes as long after 100,000 incidents as after 10. Rebuild
//     adds the log up afresh and says where the card strayed from it.
//   - A new incident is one script and one round trip (record.lua): sums only
//     ever grow by increments, which Redis adds. Everything rarer is worked out
//     in Go from the card as it was read, and then made at once by amend.lua,
//     provided the card's version is still the same (edit.go). So the rules
//     stand in Go, and only once.
//   - The script decides by itself whether a flag is a new incident: by the
//     heads, the latest few incidents of each sign. When it confirms one, or
//     when it is dated before all heads so that only the log can tell, the
//     script writes nothing and Go goes on.
//   - Every write carries the platform event's id, or one of its own, as an
//     idempotency key. A lost connection is therefore answered by asking again;
//     what cannot be told in time is ErrUnsure, what certainly did not happen
//     ErrUnavailable (call.go).
//   - Nothing unknown is overwritten: a later format, a field that cannot be
//     read or a key of another type stops the write before it begins.
package storage
