-- ARGV: record names. -> chain head, chain length, then each record as a flat list of fields.
local found = call('HMGET', META, 'head', 'length')
local reply = { found[1] or '', found[2] or '0' }
for _, name in ipairs(ARGV) do reply[#reply + 1] = call('HGETALL', record(name)) end
return reply
