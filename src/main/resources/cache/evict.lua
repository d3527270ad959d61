-- KEYS: state, then values to evict. ARGV: from, to, whether lists of leads, of contacts are void, life of a mark in ms.
-- Marks the values and moves the position on; not where Redis has missed what came before, or has done it already.
-- Returns the position afterwards, -1 where there is none.
local incarnation, position, leads, contacts =
  string.match(redis.call('GET', KEYS[1]) or '', '^(%w+)|(%d+)|(%d+)|(%d+)$')
if not incarnation then return -1 end
local from, to = tonumber(ARGV[1]), tonumber(ARGV[2])
if tonumber(position) < from or tonumber(position) >= to then return tonumber(position) end
-- Who reads one of them for amoCRM's sake brings what is no longer wanted. And what has deleted may write though there is
-- no memory left (this one, in Redis before 7; later ones ask for it otherwise).
redis.call('DEL', KEYS[1] .. ':none')
for i = 2, #KEYS do
  redis.call('DEL', KEYS[i] .. ':lease')
  redis.call('SET', KEYS[i], '!' .. ARGV[2], 'PX', ARGV[5])
end
if ARGV[3] == '1' then leads = ARGV[2] end
if ARGV[4] == '1' then contacts = ARGV[2] end
redis.call('SET', KEYS[1], incarnation .. '|' .. ARGV[2] .. '|' .. leads .. '|' .. contacts)
return to
