-- KEYS: state. ARGV: the state as it was seen, "" for none or an unreadable one; the state of a new incarnation.
-- What has deleted may write though there is no memory left.
redis.call('DEL', KEYS[1] .. ':none')
local held = redis.call('GET', KEYS[1]) or ''
if held == ARGV[1] or (ARGV[1] == '' and not string.match(held, '^%w+|%d+|%d+|%d+$')) then
  redis.call('SET', KEYS[1], ARGV[2])
end
return 0
