-- A turn for the most urgent waiter of a process, or merely its sign of life. See docs/decisions/0007.
-- KEYS: slots, queue, members, open, pause, hold of the account
-- ARGV: process, grant id ("" for a sign of life), limit, window, transit, grace, stale, forget, priority, waited, probe
-- Answers { outcome, milliseconds, replicas, reason }; outcome 0 wait, 1 granted, 2 held, 3 granted to try whether a hold is over.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local process, grant = ARGV[1], ARGV[2]
local limit, window, transit = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local grace, stale, forget = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local function text(number) return string.format('%.0f', number) end

-- When nobody has been heard for a while, Redis was away, and others may still call without it.
local latest = redis.call('ZREVRANGE', KEYS[3], 0, 0, 'WITHSCORES')
local open = tonumber(redis.call('GET', KEYS[4]) or '0')
if open == 0 or not latest[2] or now - tonumber(latest[2]) > stale then
  open = now + grace
end
redis.call('SET', KEYS[4], text(open), 'PX', forget)
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', text(now - forget))
redis.call('ZADD', KEYS[3], text(now), process)
redis.call('PEXPIRE', KEYS[3], forget)
local replicas = redis.call('ZCARD', KEYS[3])

if grant == '' then
  redis.call('ZREM', KEYS[2], process)
  return { 0, 0, replicas, '' }
end

local why, till
local hold = redis.call('GET', KEYS[6])
if hold then
  why, till = string.match(hold, '^(.-)|(%d+)$')
  if now < tonumber(till) then
    redis.call('ZREM', KEYS[2], process)
    return { 2, tonumber(till) - now, replicas, why }
  end
end

-- Its place in the line, before those who are less urgent or came later; who is gone stands in nobody's way.
redis.call('ZADD', KEYS[2], text(tonumber(ARGV[9]) * 1e13 + now - tonumber(ARGV[10])), process)
redis.call('PEXPIRE', KEYS[2], forget)
for _, other in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
  local seen = redis.call('ZSCORE', KEYS[3], other)
  if not seen or now - tonumber(seen) > stale then redis.call('ZREM', KEYS[2], other) end
end
local ahead = redis.call('ZRANK', KEYS[2], process)

if now < open then return { 0, open - now, replicas, '' } end
local pause = redis.call('PTTL', KEYS[5])
if pause > 0 then return { 0, pause, replicas, '' } end

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', text(now))
local free = limit - redis.call('ZCARD', KEYS[1])
if free <= ahead then
  local next = redis.call('ZRANGE', KEYS[1], ahead - free, ahead - free, 'WITHSCORES')
  return { 0, next[2] and tonumber(next[2]) - now or window, replicas, '' }
end
redis.call('ZADD', KEYS[1], text(now + transit + window), grant)
redis.call('PEXPIRE', KEYS[1], forget)
redis.call('ZREM', KEYS[2], process)
if hold then
  redis.call('SET', KEYS[6], why .. '|' .. text(now + tonumber(ARGV[11])), 'KEEPTTL')
  return { 3, 0, replicas, why }
end
return { 1, 0, replicas, '' }
