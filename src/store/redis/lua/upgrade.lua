-- From schema 1 to 2: outbox items had keys of their own (`o:` open, by place in `order`; `x:` dead). Harmless to repeat.
local ORDER = prefix .. 'order'
for _, id in ipairs(call('ZRANGE', ORDER, 0, -1)) do
  local key = prefix .. 'o:' .. id
  local found = call('HMGET', key, 'lane', 'due', 'attempts', 'state', 'fence', 'until', 'body')
  write_item(id, { place = tonumber(call('ZSCORE', ORDER, id)), lane = found[1], due = found[2],
    attempts = tonumber(found[3]), state = found[4], fence = found[5], ends = found[6] })
  call('HSET', BODY, id, found[7])
  call('DEL', key)
end
for _, id in ipairs(call('ZRANGE', DEAD, 0, -1)) do
  local key = prefix .. 'x:' .. id
  local found = call('HMGET', key, 'lane', 'due', 'attempts', 'body', 'error')
  if found[1] then
    write_item(id, { place = tonumber(call('ZSCORE', DEAD, id)), lane = found[1], due = found[2],
      attempts = tonumber(found[3]), state = 'dead', fence = '', ends = '0' })
    call('HSET', BODY, id, found[4])
    call('HSET', ERROR, id, found[5])
    call('DEL', key)
  end
end
call('DEL', ORDER)
finish()
return 1
