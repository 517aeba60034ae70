-- Everything in the space at one moment, as nested lists in the order of a dump.
local function each(ids, work)
  local list = {}
  for _, id in ipairs(ids) do list[#list + 1] = work(id) end
  return list
end
local meta = call('HMGET', META, 'head', 'length', 'register')
return {
  { meta[1] or '', meta[2] or '0', meta[3] or '' },
  each(call('ZRANGE', RECORDS, 0, -1), function(name)
    return { name, call('HGETALL', record(name)) }
  end),
  each(call('SMEMBERS', LISTS), function(name)
    return { name, call('ZRANGE', listing(name), 0, -1, 'WITHSCORES') }
  end),
  each(call('ZRANGE', ORDER, 0, -1), function(id)
    return { id, call('HMGET', item(id), 'lane', 'due', 'body', 'attempts', 'state') }
  end),
  each(call('ZRANGE', DEAD, 0, -1), function(id)
    return { id, call('HMGET', corpse(id), 'lane', 'due', 'body', 'attempts', 'error') }
  end),
  call('LRANGE', AUDIT, 0, -1),
  each(call('ZRANGE', MARKS, 0, -1, 'WITHSCORES'), function(value)
    return value
  end),
  call('HGETALL', MARK),
}
