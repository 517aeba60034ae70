-- ARGV: id, due. -> 1 if the item was dead and now stands at the end of its lane
must_all()
local id, due = arg(), arg()
must_item(id)
local found = redis.call('HMGET', corpse(id), 'lane', 'body')
if not found[1] then return 0 end
must(lane(found[1]), 'zset')
redis.call('ZREM', DEAD, id)
redis.call('DEL', corpse(id))
append_item(id, found[1], due, found[2])
return 1
