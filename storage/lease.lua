-- lease: who holds what, by Redis' own clock, so that processes need not agree on theirs.
--
-- KEYS  1 "take", "keep", "release": the lease, a hash: by (holder, '' once released), until (unix
--         milliseconds), state (what the last holder left)
--         "join", "leave": the group, a zset of member → unix milliseconds until which it counts
-- ARGV  1 the act, then
--       "take"     2 holder  3 ttl  4 memory         takes a free or lapsed lease, or renews one's own.
--                  Returns {1 taken or 0 another's, state}
--       "keep"     2 holder  3 ttl  4 memory  5 state  renews a lease that nobody else took since, or that
--                  Redis lost, and keeps the state. Returns {1}, or {0} when it is another's or was released
--       "release"  2 holder  3 memory  4 state       frees one's lease and leaves the state. Returns {1}, or {0}
--                  when it is not one's own
--       "join"     2 member  3 ttl  4 memory         counts a member in. Returns {how many there are}
--       "leave"    2 member                          counts it out. Returns {1}, or {0} for no member
--       ttl, and memory, after which a forgotten key goes, are in milliseconds.
local act, who = ARGV[1], ARGV[2]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local function ms(n) return string.format('%.0f', n) end

if act == 'join' then
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ms(now))
  redis.call('ZADD', KEYS[1], ms(now + ARGV[3]), who)
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return { redis.call('ZCARD', KEYS[1]) }
elseif act == 'leave' then
  return { redis.call('ZREM', KEYS[1], who) }
end

local by = redis.call('HGET', KEYS[1], 'by')
if act == 'take' then
  local state = redis.call('HGET', KEYS[1], 'state') or ''
  local free = not by or by == '' or by == who or tonumber(redis.call('HGET', KEYS[1], 'until')) <= now
  if not free then return { 0, state } end
  redis.call('HSET', KEYS[1], 'by', who, 'until', ms(now + ARGV[3]))
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return { 1, state }
elseif act == 'keep' then
  if by and by ~= who then return { 0 } end
  redis.call('HSET', KEYS[1], 'by', who, 'until', ms(now + ARGV[3]), 'state', ARGV[5])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return { 1 }
end
if by ~= who then return { 0 } end
redis.call('HSET', KEYS[1], 'by', '', 'until', '0', 'state', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return { 1 }
