-- ARGV: id, due. -> 1 if the item was dead and now stands at the end of its lane
check_outbox()
local id, due = arg(), arg()
local it = read_item(id)
if not it or it.state ~= 'dead' then return 0 end
lane_size(it.lane)
read_meta()
call('ZREM', DEAD, id)
call('HDEL', ERROR, id)
append_item(id, it.lane, due)
finish()
return 1
