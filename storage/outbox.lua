-- outbox: what changes jobs. One script with four acts keeps their atomicity in one place.
--
-- KEYS  1 due: zset of job id → unix milliseconds   2 jobs: hash of id → JSON
--       3 tries: hash of id → how often it was leased
-- ARGV  1 the act, then
--       "add"    2 id  3 due  4 JSON       adds a job; one with the same id stays as it is. Returns {1} if added, else {0}
--       "lease"  2 now  3 until  4 how many  takes jobs that are due and puts them off until then, so that
--                no one else takes them and they come back if the worker dies.
--                Returns id, JSON, times leased before, …
--       "move"   2 id  3 due               puts a job off. Returns {1}, or {0} for an unknown one
--       "drop"   2… ids                    removes jobs. Returns {how many}
local act = ARGV[1]
if act == 'add' then
  if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then return { 0 } end
  redis.call('ZADD', KEYS[1], ARGV[3], ARGV[2])
  redis.call('HSET', KEYS[2], ARGV[2], ARGV[4])
  return { 1 }
elseif act == 'lease' then
  local out = {}
  local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[2], 'LIMIT', 0, ARGV[4])
  for i = 1, #due do
    local id = due[i]
    local job = redis.call('HGET', KEYS[2], id)
    if job then
      redis.call('ZADD', KEYS[1], ARGV[3], id)
      out[#out + 1] = id
      out[#out + 1] = job
      out[#out + 1] = redis.call('HINCRBY', KEYS[3], id, 1) - 1
    else
      redis.call('ZREM', KEYS[1], id)
    end
  end
  return out
elseif act == 'move' then
  if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 0 then return { 0 } end
  redis.call('ZADD', KEYS[1], ARGV[3], ARGV[2])
  return { 1 }
end
local n = 0
for i = 2, #ARGV do
  redis.call('ZREM', KEYS[1], ARGV[i])
  redis.call('HDEL', KEYS[3], ARGV[i])
  n = n + redis.call('HDEL', KEYS[2], ARGV[i])
end
return { n }
