-- budget: what a workspace spends on a day. A reservation is set aside before
-- the work and settled after it; each is known by its receipt, so that asking
-- again after a lost connection counts nothing twice.
--
-- KEYS  1 the day's hash: "tokens" and "cost" → the sums, receipt → "<tokens>:<cost>" set aside under it
-- ARGV  1 the act  2 receipt  3 tokens  4 cost, then
--       "reserve"  5 most tokens  6 highest cost, 0 for no such limit  7 seconds the day is kept.
--                  Sets the amount aside. Returns {1}, or {0} if it would pass a limit
--       "settle"   puts what was really used in its place; an unknown receipt was settled before. Returns {1}
local day, act, receipt = KEYS[1], ARGV[1], ARGV[2]
local tokens, cost = tonumber(ARGV[3]), tonumber(ARGV[4])
local held = redis.call('HGET', day, receipt)
if act == 'settle' then
  if held then
    local sep = string.find(held, ':', 1, true)
    redis.call('HINCRBY', day, 'tokens', tokens - tonumber(string.sub(held, 1, sep - 1)))
    redis.call('HINCRBY', day, 'cost', cost - tonumber(string.sub(held, sep + 1)))
    redis.call('HDEL', day, receipt)
  end
  return { 1 }
end
if held then return { 1 } end
for i, field in ipairs({ 'tokens', 'cost' }) do
  local limit = tonumber(ARGV[4 + i])
  local spent = tonumber(redis.call('HGET', day, field) or '0')
  if limit > 0 and spent + tonumber(ARGV[2 + i]) > limit then return { 0 } end
end
redis.call('HINCRBY', day, 'tokens', tokens)
redis.call('HINCRBY', day, 'cost', cost)
redis.call('HSET', day, receipt, ARGV[3] .. ':' .. ARGV[4])
redis.call('EXPIRE', day, ARGV[7])
return { 1 }
