-- ARGV: id, due. -> 1 if the item was dead and now stands at the end of its lane
check_outbox()
local id, due = arg(), arg()
local found = call('HMGET', corpse(id), 'lane', 'body')
if not found[1] then return 0 end
call('ZCARD', lane(found[1]))
read_meta()
call('ZREM', DEAD, id)
call('DEL', corpse(id))
append_item(id, found[1], due, found[2])
write_meta()
return 1
