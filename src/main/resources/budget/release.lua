-- The answer to a call has come: its slot cools down from now. KEYS: slots, hold. ARGV: grant id, window, whether a hold has ended
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local free = redis.call('ZSCORE', KEYS[1], ARGV[1])
local cool = now + tonumber(ARGV[2])
if free and cool < tonumber(free) then
  redis.call('ZADD', KEYS[1], 'XX', string.format('%.0f', cool), ARGV[1])
end
if ARGV[3] == '1' then redis.call('DEL', KEYS[2]) end
