-- -> for each dead item: id, lane, due, body, attempts, error
local reply = {}
for _, id in ipairs(call('ZRANGE', DEAD, 0, -1)) do
  local it = read_item(id)
  local values = { id, it.lane, it.due, call('HGET', BODY, id), whole(it.attempts), call('HGET', ERROR, id) }
  for _, value in ipairs(values) do reply[#reply + 1] = value end
end
return reply
