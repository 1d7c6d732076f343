-- record: one incident, in one step.
--
-- KEYS  1 idempotency key   2 names   3 roster   4 order   5 actor's latest entries
--       6 people            7 counter of client ids
--       A client's own keys are built from ARGV 2 and 3: its id may only be
--       known here. All share the workspace's hash tag.
-- ARGV  1 client id, or "" to find or create by name
--       2, 3 prefixes of client and log keys
--       4 folded name   5 name as shown   6 roster value of a new client
--       7 now, unix milliseconds   8 now, unix seconds
--       9 sign   10 when it happened, unix seconds
--      11 merge window in seconds; 0 never merges
--      12 packed entry   13, 14 what it adds to the slow and fast sum
--      15 what it adds to the order   16, 17 values of profile keys billing and hours
--      that exempt the sign ("" exempts nothing)
--      18 the new head after its id and comma   19 how many heads are kept
--      20 digest of the policy   21 seconds the idempotency key lives
--      22 actor's id   23 actor's name, "" if known   24 packed entry "created"
--      25 how many latest entries of an actor are kept
-- Returns { what, client id, text, fields and values of the client before }
--   The last is one text with the byte 255 between, which UTF-8 never holds: a
--   list of a hundred texts costs Redis and Go several times as much.
--   what  0 opened: text is the entry's id      1 this event was recorded before: text is what it came to
--         2 confirms the incident whose id is text: nothing written
--         3 which incident it confirms, if any, only the log knows: nothing written
--         4 no such client                      5 field named by text cannot be read
--   A client created here comes back with no fields before.
--
-- All reads come before the first write, so that a key of another type or a
-- damaged field leaves everything as it was. No float arithmetic: sums are
-- added to by HINCRBYFLOAT, with figures made in Go.
local id, sign, at = ARGV[1], ARGV[9], tonumber(ARGV[10])

local seen = redis.call('GET', KEYS[1])
if seen then
  id = string.match(seen, '^([^/]*)/')
  return { 1, id, seen, table.concat(redis.call('HGETALL', ARGV[2] .. id), '\255') }
end

local create = false
if id == '' then
  id = redis.call('HGET', KEYS[2], ARGV[4])
  create = not id
end

local before, card = '', {}
if create then
  id = ''
else
  before = redis.call('HGETALL', ARGV[2] .. id)
  if #before == 0 then return { 4, id, '', '' } end
  for i = 1, #before, 2 do card[before[i]] = before[i + 1] end
  before = table.concat(before, '\255')
  if card['f'] ~= '1' then return { 5, id, 'f', before } end
end

-- Which incident is it? Heads are newest first; of two equally near the later
-- in the list happened, or was opened, earlier, and is meant. The search ends
-- where heads are too old to be meant, which for a flag of today is at once.
local heads = card['h:' .. sign] or '0'
local count = tonumber(string.match(heads, '^(%d+)') or '')
local last, version = tonumber(card['l'] or '0'), tonumber(card['v'] or '0')
if not count then return { 5, id, 'h:' .. sign, before } end
if not last then return { 5, id, 'l', before } end
if not version then return { 5, id, 'v', before } end
for _, f in ipairs({ 's:' .. sign, 'q:' .. sign }) do -- tonumber is no judge: not every Lua reads 20 digits
  if card[f] and not string.find(card[f], '^%-?%d+%.?%d*$') then return { 5, id, f, before } end
end

local window = tonumber(ARGV[11])
local oldest, near, which, whichat = nil, nil, nil, nil
local place, all = nil, true -- byte position in heads before which the new one goes; whether all were looked at
for pos, hid, hat in string.gmatch(heads, '()|(%d+),(%-?%d+),') do
  hat = tonumber(hat)
  if hat <= at then
    if not place then place = pos end
    if at - hat >= window then
      all = false
      break
    end
  end
  oldest = hat
  local d = hat - at
  if d < 0 then d = -d end
  if d < window and (not near or d <= near) then near, which, whichat = d, hid, hat end
end
local list = string.match(heads, '|.*$') or ''
local _, known = string.gsub(list, '|', '|')
if window > 0 then
  -- Incidents that are no heads happened when the oldest head did, or before.
  if all and known < count and (not oldest or at < oldest or whichat == oldest) then return { 3, id, '', before } end
  if which then return { 2, id, which, before } end
end

-- What follows fails here on a key of another type, before the first write that counts.
redis.call('LTRIM', KEYS[5], 0, tonumber(ARGV[25]) - 2)
if ARGV[23] ~= '' then redis.call('HLEN', KEYS[6]) end
if not create then
  redis.call('ZSCORE', KEYS[4], id)
else
  redis.call('HLEN', KEYS[3])
  redis.call('ZCARD', KEYS[4])
  local n = redis.call('INCR', KEYS[7])
  id = ''
  repeat
    local digit = n % 36
    id = string.sub('0123456789abcdefghijklmnopqrstuvwxyz', digit + 1, digit + 1) .. id
    n = (n - digit) / 36
  until n == 0
end
local client, log = ARGV[2] .. id, ARGV[3] .. id

-- Entry ids grow by at least a millisecond, so that they sort as text too.
local entry = ARGV[7]
if tonumber(entry) <= last then entry = string.format('%.0f', last + 1) end
if create then
  redis.call('XADD', log, entry .. '-0', 'e', ARGV[24])
  redis.call('HSET', KEYS[2], ARGV[4], id)
  redis.call('HSET', KEYS[3], id, ARGV[6])
  redis.call('HSET', client, 'f', '1', 'n', ARGV[5], 'c', ARGV[8])
  entry = string.format('%.0f', tonumber(entry) + 1)
end

redis.call('XADD', log, entry .. '-0', 'e', ARGV[12])

local head = '|' .. entry .. ',' .. ARGV[18]
local skip = #heads - #list -- the count's digits
if place then
  list = string.sub(list, 1, place - skip - 1) .. head .. string.sub(list, place - skip)
  known = known + 1
elseif known == count then
  list = list .. head
  known = known + 1
end
if known > tonumber(ARGV[19]) then list = string.match(list, '^(.*)|') end

redis.call('HSET', client, 'h:' .. sign, string.format('%.0f', count + 1) .. list, 'l', entry,
  'v', string.format('%.0f', version + 1), 'pd', ARGV[20])
redis.call('HINCRBYFLOAT', client, 's:' .. sign, ARGV[13])
redis.call('HINCRBYFLOAT', client, 'q:' .. sign, ARGV[14])
if not card['x'] then
  local rank = ARGV[15]
  if (ARGV[16] ~= '' and card['p:billing'] == ARGV[16]) or (ARGV[17] ~= '' and card['p:hours'] == ARGV[17]) then
    rank = '0'
  end
  redis.call('ZINCRBY', KEYS[4], rank, id)
end
redis.call('LPUSH', KEYS[5], id .. '/' .. entry)
if ARGV[23] ~= '' then redis.call('HSET', KEYS[6], ARGV[22], ARGV[23]) end
redis.call('SET', KEYS[1], id .. '/' .. entry .. '/0', 'EX', ARGV[21])
return { 0, id, entry, before }
