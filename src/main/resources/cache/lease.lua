-- KEYS: state, then value and lease, in turn. ARGV: owner, urgency (less is more urgent), life of a lease in ms, what was seen of each value.
-- Returns the state, then for each: 1 with leave to read it, else 0; and what the value's key holds now.
-- Who is more urgent does not wait for who is less.
local answer = {redis.call('GET', KEYS[1]) or ''}
for i = 2, #KEYS, 2 do
  local seen, held = ARGV[3 + i / 2], redis.call('GET', KEYS[i]) or ''
  local leave = 0
  if held == seen or held == '' or string.sub(held, 1, 1) == '!' then
    local lease = redis.call('GET', KEYS[i + 1])
    local urgency = lease and tonumber(string.match(lease, '^(%d+)|'))
    if not urgency or urgency > tonumber(ARGV[2]) then
      redis.call('SET', KEYS[i + 1], ARGV[2] .. '|' .. ARGV[1], 'PX', ARGV[3])
      leave = 1
    end
  end
  answer[#answer + 1] = leave
  answer[#answer + 1] = held
end
return answer
