-- ARGV: now, limit, lease ms, nonce. -> for each leased item: id, lane, due, body, attempts, fence
local now, limit, lease_ms, nonce = arg(), arg(), count(), arg()
must_all()
local time = clock()
sweep(time)
local reply = {}
for i, id in ipairs(redis.call('ZRANGEBYSCORE', DUE, '-inf', now, 'LIMIT', 0, limit)) do
  local found = redis.call('HMGET', item(id), 'lane', 'due', 'body', 'attempts')
  -- While a cluster moves the slot, an item may be at the other node: leave it for the next claim.
  if found[1] then
    local fence = nonce .. ':' .. i
    lease_item(id, fence, time + lease_ms)
    for _, value in ipairs({ id, found[1], found[2], found[3], found[4], fence }) do reply[#reply + 1] = value end
  end
end
return reply
