-- ARGV: now, limit, lease ms, nonce, n doors (0: any). -> for each leased item: id, lane, due, body, attempts, fence
local now, limit, lease_ms, nonce = arg(), count(), count(), arg()
local doors, any = {}, true
for i = 1, count() do doors[arg()], any = true, false end
check_outbox()
local time = clock()
sweep(time)
local reply, taken, passed = {}, 0, 0
while taken < limit do
  local ids = call('ZRANGEBYSCORE', DUE, '-inf', now, 'LIMIT', passed, math.max(limit - taken, 100))
  if #ids == 0 then break end
  read_items(ids)
  for _, id in ipairs(ids) do
    local it = read_item(id)
    if taken == limit then
      break
    elseif any or doors[string.match(it.lane, '^[^:]*')] then
      taken = taken + 1
      it.fence, it.ends, it.state = nonce .. ':' .. taken, whole(time + lease_ms), 'open'
      write_item(id, it)
      call('ZREM', DUE, id)
      leases[id] = time + lease_ms
      local body = call('HGET', BODY, id)
      for _, value in ipairs({ id, it.lane, it.due, body, whole(it.attempts), it.fence }) do reply[#reply + 1] = value end
    else
      passed = passed + 1
    end
  end
end
finish()
return reply
