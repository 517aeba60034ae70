-- ARGV: now, limit, lease ms, nonce. -> for each leased item: id, lane, due, body, attempts, fence
local now, limit, lease_ms, nonce = arg(), arg(), count(), arg()
check_outbox()
local time = clock()
sweep(time)
local reply = {}
for i, id in ipairs(call('ZRANGEBYSCORE', DUE, '-inf', now, 'LIMIT', 0, limit)) do
  local it = read_item(id)
  it.fence, it.ends, it.state = nonce .. ':' .. i, whole(time + lease_ms), 'open'
  write_item(id, it)
  call('ZREM', DUE, id)
  leases[id] = time + lease_ms
  local body = call('HGET', BODY, id)
  for _, value in ipairs({ id, it.lane, it.due, body, whole(it.attempts), it.fence }) do reply[#reply + 1] = value end
end
finish()
return reply
