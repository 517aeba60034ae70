-- ARGV: record names. -> chain head, chain length, then each record as a flat list of fields.
local meta = redis.call('HMGET', META, 'head', 'length')
local reply = { meta[1] or '', meta[2] or '0' }
for _, name in ipairs(ARGV) do reply[#reply + 1] = redis.call('HGETALL', record(name)) end
return reply
