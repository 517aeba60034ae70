-- ARGV: now, limit, lease ms, nonce. -> for each leased item: id, lane, due, body, attempts, fence
local now, limit, lease_ms, nonce = arg(), arg(), count(), arg()
check_outbox()
local time = clock()
sweep(time)
local reply = {}
for i, id in ipairs(call('ZRANGEBYSCORE', DUE, '-inf', now, 'LIMIT', 0, limit)) do
  local found = call('HMGET', item(id), 'lane', 'due', 'body', 'attempts')
  -- While a cluster moves the slot, an item may be at the other node: leave it for the next claim.
  if found[1] then
    local fence = nonce .. ':' .. i
    call('HSET', item(id), 'fence', fence, 'until', whole(time + lease_ms), 'state', 'open')
    call('ZREM', DUE, id)
    call('ZADD', LEASED, time + lease_ms, id)
    for _, value in ipairs({ id, found[1], found[2], found[3], found[4], fence }) do reply[#reply + 1] = value end
  end
end
return reply
