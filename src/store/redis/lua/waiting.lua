-- ARGV: n ids -> for each that waits or is under way: id, lane, due, body
local reply, ids = {}, {}
for i = 1, count() do ids[i] = arg() end
for _, id in ipairs(ids) do
  local it = read_item(id)
  if it and it.state ~= 'dead' and it.state ~= 'cancelled' then
    for _, value in ipairs({ id, it.lane, it.due, call('HGET', BODY, id) }) do reply[#reply + 1] = value end
  end
end
return reply
