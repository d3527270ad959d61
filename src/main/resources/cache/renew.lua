-- KEYS: leases. ARGV: owner, life of a lease in ms.
for _, key in ipairs(KEYS) do
  local lease = redis.call('GET', key)
  if lease and string.match(lease, '^%d+|(.*)$') == ARGV[1] then redis.call('PEXPIRE', key, ARGV[2]) end
end
return 0
