-- ARGV: lease ms, n, then for each: id, fence. -> 'held', 'changed' (replaced or cancelled meanwhile) or 'lost' for each
local lease_ms = count()
check_outbox()
local time = clock()
local reply = {}
for i = 1, count() do
  local id, fence = arg(), arg()
  local it = read_item(id)
  if not it or fence == '' or it.fence ~= fence then
    reply[i] = 'lost'
  else
    it.ends = whole(time + lease_ms)
    write_item(id, it)
    call('ZREM', DUE, id)
    leases[id] = time + lease_ms
    reply[i] = it.state == 'open' and 'held' or 'changed'
  end
end
finish()
return reply
