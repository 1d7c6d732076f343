package storage

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// Every key is built here. A workspace's keys share the hash tag {tenant}, so
// that its scripts are atomic on a Redis Cluster too; tags of the store's own
// keys begin with a bare "%", which no escaped tenant can contain.
//
//	am:{T}:c:<client>  hash    one client; fields in card.go
//	am:{T}:l:<client>  stream  its log: entry id = <id>-0, one field "e" = packed entry (entry.go)
//	am:{T}:w:<client>  hash    withdrawn entries: entry id → id of the entry that took it back
//	am:{T}:d:<client>  list    versions of its drafts, oldest first, bounded, for 90 days, sealed (drafts.go)
//	am:{T}:names       hash    folded name or alias → client id
//	am:{T}:roster      hash    client id → JSON of name, aliases, closed: the Directory in one read
//	am:{T}:moved       hash    id of a merged client → id of the client it became
//	am:{T}:order       zset    open clients by scoring's Policy.Rank
//	am:{T}:next        string  counter of client ids
//	am:{T}:people      hash    actor id → latest display name
//	am:{T}:last:<who>  list    that person's latest entries, "<client>/<entry>", newest first
//	am:{T}:set         hash    settings
//	am:{T}:audit       stream  administrative acts, capped
//	am:{T}:token       string  the platform installation's token, sealed
//	am:{T}:e:<digest>  string  idempotency key of an event, "<client>/<entry>/<outcome>"
//	am:{T}:k:<name>    string  what a question with buttons is about, for a day, sealed
//	am:{T}:asked       zset    names of those questions by the unix second they are gone, to find them all
//	am:{T}:chat        list    what was said in the playground, oldest first, bounded, sealed (transcript.go)
//	am:{T}:spent:<day> hash    what was spent on paid services that day, and reservations by receipt; gone after two days (budget.lua)
//	am:{%tenants}      set     tenants that have written anything
//	am:{%key}          string  a sealed constant, to notice another encryption key at start
//	am:{%outbox}:due   zset    job id → unix milliseconds
//	am:{%outbox}:jobs  hash    job id → JSON
//	am:{%outbox}:tries hash    job id → times leased
//	am:{%memory:<digest>}:note string  what a platform's button stands for, for a while, sealed (memory.go)
//	am:{%lease:<name>}:held    hash  one lease: by, until, state (lease.lua)
//	am:{%served:<tenant>}:by   set     the applications that serve a workspace (serving.go)
//	am:{%group:<name>}:members zset  processes that share work → unix milliseconds until which each counts
const keyRoot = "am:"

const (
	tenantsKey     = keyRoot + "{%tenants}"
	canaryKey      = keyRoot + "{%key}"
	outboxDueKey   = keyRoot + "{%outbox}:due"
	outboxJobsKey  = keyRoot + "{%outbox}:jobs"
	outboxTriesKey = keyRoot + "{%outbox}:tries"
)

func leaseKey(name string) string    { return keyRoot + "{%lease:" + escape(name) + "}:held" }
func groupKey(group string) string   { return keyRoot + "{%group:" + escape(group) + "}:members" }
func servedKey(tenant string) string { return keyRoot + "{%served:" + escape(tenant) + "}:by" }

// keys builds the keys of one tenant, and can build no other's.
type keys struct{ root string }

func newKeys(tenant string) keys { return keys{keyRoot + "{" + escape(tenant) + "}:"} }

func (k keys) clientPrefix() string      { return k.root + "c:" }
func (k keys) logPrefix() string         { return k.root + "l:" }
func (k keys) client(id ClientID) string { return k.clientPrefix() + string(id) }
func (k keys) log(id ClientID) string    { return k.logPrefix() + string(id) }
func (k keys) withdrawn(id ClientID) string {
	return k.root + "w:" + string(id)
}
func (k keys) drafts(id ClientID) string  { return k.root + "d:" + string(id) }
func (k keys) names() string              { return k.root + "names" }
func (k keys) roster() string             { return k.root + "roster" }
func (k keys) moved() string              { return k.root + "moved" }
func (k keys) order() string              { return k.root + "order" }
func (k keys) next() string               { return k.root + "next" }
func (k keys) people() string             { return k.root + "people" }
func (k keys) last(actor string) string   { return k.root + "last:" + actor }
func (k keys) kept(name string) string    { return k.root + "k:" + name }
func (k keys) asked() string              { return k.root + "asked" }
func (k keys) chat() string               { return k.root + "chat" }
func (k keys) settings() string           { return k.root + "set" }
func (k keys) audit() string              { return k.root + "audit" }
func (k keys) token() string              { return k.root + "token" }
func (k keys) spent(day string) string    { return k.root + "spent:" + day }
func (k keys) scratch(name string) string { return k.root + "tmp:" + name }

// memoryKey spreads the store's own memories over a Redis Cluster.
func memoryKey(name string) string { return keyRoot + "{%memory:" + short(name) + "}:note" }

// event is the idempotency key.
func (k keys) event(id string) string { return k.root + "e:" + short(id) }

// short names something of any length and content: half of a SHA-256 tells ids
// apart well enough, and keeps a key short.
func short(id string) string {
	sum := sha256.Sum256([]byte(id))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// typeOf is the Redis type that a key of ours must have.
func typeOf(key string) string {
	_, part, _ := strings.Cut(key, "}:")
	part, _, _ = strings.Cut(part, ":")
	switch part {
	case "c", "w", "names", "roster", "moved", "people", "set", "spent", "jobs", "tries", "held":
		return "hash"
	case "l", "audit", "tmp":
		return "stream"
	case "order", "asked", "due", "members":
		return "zset"
	case "d", "last", "chat":
		return "list"
	case "by":
		return "set"
	case "":
		if key == tenantsKey {
			return "set"
		}
	}
	return "string"
}

// all matches every key of the tenant in SCAN.
func (k keys) all() string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`).Replace(k.root) + "*"
}

// escape lets through what platforms use in ids and turns every other byte
// into %XX, so that no tenant can close the hash tag or name another's key.
func escape(tenant string) string {
	if tenant == "" {
		return "%-" // no escaped byte looks like that
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(tenant) {
		c := tenant[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte(":_.-", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
