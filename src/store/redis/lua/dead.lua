-- -> for each dead item: id, lane, due, body, attempts, error
local reply = {}
for _, id in ipairs(call('ZRANGE', DEAD, 0, -1)) do
  reply[#reply + 1] = id
  for _, value in ipairs(call('HMGET', corpse(id), 'lane', 'due', 'body', 'attempts', 'error')) do
    reply[#reply + 1] = value
  end
end
return reply
