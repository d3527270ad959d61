-- amoCRM has answered 429: a pause, twice as long each time within a minute. Calls under way at the same time count as one.
-- KEYS: pause, strikes. ARGV: first pause, longest pause, jitter in percent. Answers the pause in milliseconds.
local left = redis.call('PTTL', KEYS[1])
if left > 0 then return left end
local strikes = redis.call('INCR', KEYS[2])
local pause = math.min(tonumber(ARGV[2]), tonumber(ARGV[1]) * 2 ^ (strikes - 1))
pause = math.floor(pause * (100 + tonumber(ARGV[3])) / 100)
redis.call('PEXPIRE', KEYS[2], pause + 60000)
redis.call('SET', KEYS[1], '1', 'PX', pause)
return pause
