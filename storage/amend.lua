-- amend: changes that were worked out in Go, all of them or none.
--
-- KEYS  1 idempotency key   2 client   3 names   4… whatever else the changes touch
-- ARGV  1 the client's version that they were worked out for, "" for a client that must not exist
--       2 what the event comes to, kept under KEYS[1]   3 seconds it is kept
--       4 client id   5 how many folded names follow, which must be free or this client's
--       then "" or another client hash's version, and if not "" the place of its key in KEYS
--       then for every key from KEYS[2] on the type it must have if it exists,
--       then for every change: how many words, the place of its key in KEYS,
--       the command, and its arguments after the key
-- Returns { what, text, list }
--   what  0 done                 1 this event was done before: text is what it came to
--         2 the client, or the other one, is at another version: list is its fields and values, nothing done
--         3 a key holds another type: text names it, list is wanted and found, nothing done
--         4 text is a name that the client whose id is in list has, nothing done
local seen = redis.call('GET', KEYS[1])
if seen then return { 1, seen, redis.call('HGETALL', KEYS[2]) } end

local claims = tonumber(ARGV[5])
local n = 6 + claims
local other = ARGV[n]
n = n + 1
if other ~= '' then
  other = { ARGV[n - 1], KEYS[tonumber(ARGV[n])] }
  n = n + 1
end
for i = 2, #KEYS do
  local got = redis.call('TYPE', KEYS[i])['ok']
  if got ~= 'none' and got ~= ARGV[n] then return { 3, KEYS[i], { ARGV[n], got } } end
  n = n + 1
end

for i = 6, 5 + claims do
  local owner = redis.call('HGET', KEYS[3], ARGV[i])
  if owner and owner ~= ARGV[4] then return { 4, ARGV[i], { owner } } end
end

local version = redis.call('HGET', KEYS[2], 'v') or ''
if version ~= ARGV[1] then return { 2, '', redis.call('HGETALL', KEYS[2]) } end
if other ~= '' and redis.call('HGET', other[2], 'v') ~= other[1] then return { 2, '', redis.call('HGETALL', KEYS[2]) } end

while n <= #ARGV do
  local words = tonumber(ARGV[n])
  local call = { ARGV[n + 2], KEYS[tonumber(ARGV[n + 1])] }
  for i = 3, words do call[i] = ARGV[n + i] end
  redis.call(unpack(call))
  n = n + words + 1
end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return { 0, '', {} }
