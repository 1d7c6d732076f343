-- draft: keeps a version of a draft, unless its client is gone.
--
-- KEYS  1 client   2 the client's drafts
-- ARGV  1 the packed version   2 how many versions are kept   3 seconds until all of them go
-- Returns { 1 } when it is kept, { 0 } when there is no such client
if redis.call('EXISTS', KEYS[1]) == 0 then return { 0 } end
redis.call('RPUSH', KEYS[2], ARGV[1])
redis.call('LTRIM', KEYS[2], -tonumber(ARGV[2]), -1)
redis.call('EXPIRE', KEYS[2], ARGV[3])
return { 1 }
