-- ARGV: n, then for each: id, fence, kind, due, error, record name or '', expect, seal before, revision, sum, seal,
-- value, value seal. -> {'conflict', record} before anything is written, or {'settled', 1 or 0 for each}
must_all()
local settlements = {}
for i = 1, count() do
  local one = { id = arg(), fence = arg(), kind = arg(), due = arg(), error = arg() }
  one.name, one.expect, one.before = arg(), arg(), arg()
  one.revision, one.sum, one.seal, one.value, one.value_seal = arg(), arg(), arg(), arg(), arg()
  must_item(one.id)
  one.ours = one.fence ~= '' and redis.call('HGET', item(one.id), 'fence') == one.fence
  if one.ours and one.name ~= '' then
    must(record(one.name), 'hash')
    if is_stale(one.name, one.expect, one.before) then return { 'conflict', one.name } end
  end
  settlements[i] = one
end

local reply = { 'settled' }
for _, one in ipairs(settlements) do
  if one.ours then
    local key = item(one.id)
    local found = redis.call('HMGET', key, 'state', 'lane', 'due', 'body', 'attempts')
    local state, home, due, body = found[1], found[2], found[3], found[4]
    local attempts = whole((tonumber(found[5]) or 0) + 1)
    if state == 'replaced' then
      remove_item(one.id)
      append_item(one.id, home, due, body)
    elseif state == 'open' and one.kind == 'retry' then
      redis.call('HSET', key, 'due', one.due, 'attempts', attempts, 'fence', '', 'until', '0')
      redis.call('ZREM', LEASED, one.id)
      promote(home)
    else
      remove_item(one.id)
      if state == 'open' and one.kind == 'dead' then
        local place = (tonumber(redis.call('HGET', META, 'place')) or 0) + 1
        redis.call('HSET', META, 'place', whole(place))
        redis.call('HSET', corpse(one.id), 'lane', home, 'due', due, 'body', body, 'attempts', attempts,
          'error', one.error)
        redis.call('ZADD', DEAD, place, one.id)
      end
    end
    if one.name ~= '' then
      write_record(one.name, one.revision, one.sum, one.seal, { { 'value', one.value, one.value_seal } }, {})
    end
  end
  reply[#reply + 1] = one.ours and 1 or 0
end
return reply
