-- ARGV: n ids -> id and body of each that waits, is under way, or was sent and is kept
local reply, ids = {}, {}
for i = 1, count() do ids[i] = arg() end
for _, id in ipairs(ids) do
  local it = read_item(id)
  local there = not it and call('ZSCORE', SENT, id) or it and it.state ~= 'dead' and it.state ~= 'cancelled'
  local body = there and call('HGET', BODY, id)
  if body then reply[#reply + 1], reply[#reply + 2] = id, body end
end
return reply
