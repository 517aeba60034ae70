-- Everything in the space at one moment, as nested lists in the order of a dump.
local function each(ids, work)
  local list = {}
  for _, id in ipairs(ids) do list[#list + 1] = work(id) end
  return list
end
local meta = call('HMGET', META, 'head', 'length', 'register')
local open, dead = {}, {}
local items = call('HGETALL', ITEMS)
for i = 1, #items, 2 do
  local it = unpacked(items[i + 1])
  local list = it.state == 'dead' and dead or open
  if it.state ~= 'cancelled' then list[#list + 1] = { id = items[i], it = it } end
end
local function by_place(one, other) return one.it.place < other.it.place end
table.sort(open, by_place)
table.sort(dead, by_place)
local function line(found)
  local id, it = found.id, found.it
  return { id, { it.lane, it.due, call('HGET', BODY, id), whole(it.attempts), call('HGET', ERROR, id) or '' } }
end
return {
  { meta[1] or '', meta[2] or '0', meta[3] or '' },
  each(call('ZRANGE', RECORDS, 0, -1), function(name)
    return { name, call('HGETALL', record(name)) }
  end),
  each(call('SMEMBERS', LISTS), function(name)
    return { name, call('ZRANGE', listing(name), 0, -1, 'WITHSCORES') }
  end),
  each(open, line),
  each(dead, line),
  call('LRANGE', AUDIT, 0, -1),
  each(call('ZRANGE', MARKS, 0, -1, 'WITHSCORES'), function(value)
    return value
  end),
  call('HGETALL', MARK),
}
