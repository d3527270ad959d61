-- KEYS: state, then values, then leases. ARGV: incarnation and position that were seen, owner, number of values; then for
-- each value what was seen in its place ("?" for whatever is older and no mark), the value, its life in ms.
-- Writes what nobody has evicted or replaced since, in a Redis that has forgotten nothing since; gives the leases back.
local values = tonumber(ARGV[4])
for i = values + 2, #KEYS do
  local lease = redis.call('GET', KEYS[i])
  if lease and string.match(lease, '^%d+|(.*)$') == ARGV[3] then redis.call('DEL', KEYS[i]) end
end
local incarnation, position = string.match(redis.call('GET', KEYS[1]) or '', '^(%w+)|(%d+)|')
if incarnation ~= ARGV[1] or tonumber(position) < tonumber(ARGV[2]) then return 0 end
local pattern = '^(%w+)|(%d+)|%d+|(%d+)|'
for i = 1, values do
  local key, seen, value, life = KEYS[i + 1], ARGV[3 * i + 2], ARGV[3 * i + 3], ARGV[3 * i + 4]
  local held = redis.call('GET', key) or ''
  local write = held == seen
  if seen == '?' then
    local heldIncarnation, heldAt, heldUpdated = string.match(held, pattern)
    local _, at, updated = string.match(value, pattern)
    write = held == '' or (heldIncarnation and (heldIncarnation ~= incarnation
      or (tonumber(heldAt) < tonumber(at) and tonumber(heldUpdated) <= tonumber(updated))))
  end
  if write then redis.call('SET', key, value, 'PX', life) end
end
return 1
