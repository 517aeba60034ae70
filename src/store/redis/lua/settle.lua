-- ARGV: n, then for each: id, fence, kind, due, error, record name or '', expect, seal before, revision, sum, seal,
-- sealed value. -> {'conflict', record} before anything is written, or {'settled', 1 or 0 for each}
check_outbox()
local settlements = {}
local remembers = false
for i = 1, count() do
  local one = { id = arg(), fence = arg(), kind = arg(), due = arg(), error = arg() }
  one.name, one.expect, one.before = arg(), arg(), arg()
  one.revision, one.sum, one.seal, one.value = arg(), arg(), arg(), arg()
  local found = call('HMGET', item(one.id), 'fence', 'lane')
  one.home = found[2]
  one.ours = one.fence ~= '' and found[1] == one.fence
  if one.ours then
    check_lane(one.home, 1)
    if one.name ~= '' then
      remembers = true
      if is_stale(one.name, one.expect, one.before) then return { 'conflict', one.name } end
    end
    if one.kind == 'dead' then call('HLEN', corpse(one.id)) end
  end
  settlements[i] = one
end
if remembers then call('ZCARD', RECORDS) end

local reply = { 'settled' }
for _, one in ipairs(settlements) do
  if one.ours then
    local key = item(one.id)
    local found = call('HMGET', key, 'state', 'attempts')
    local state, attempts = found[1], whole((tonumber(found[2]) or 0) + 1)
    if state == 'replaced' then
      local fresh = call('HMGET', key, 'due', 'body')
      read_meta()
      remove_item(one.id, one.home)
      append_item(one.id, one.home, fresh[1], fresh[2])
    elseif state == 'open' and one.kind == 'retry' then
      call('HSET', key, 'due', one.due, 'attempts', attempts, 'fence', '', 'until', '0')
      call('ZREM', LEASED, one.id)
      call('ZADD', DUE, one.due, one.id)
    else
      if state == 'open' and one.kind == 'dead' then
        local lost = call('HMGET', key, 'due', 'body')
        read_meta()
        call('HSET', corpse(one.id), 'lane', one.home, 'due', lost[1], 'body', lost[2], 'attempts', attempts,
          'error', one.error)
        call('ZADD', DEAD, next_place(), one.id)
      end
      remove_item(one.id, one.home)
    end
    if one.name ~= '' then
      read_meta()
      write_record(one.name, one.expect, one.before, one.revision, one.sum, one.seal, { 'p:value', one.value }, {})
    end
  end
  reply[#reply + 1] = one.ours and 1 or 0
end
write_meta()
return reply
