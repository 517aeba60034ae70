-- Remove every key of the space.
for _, name in ipairs(call('ZRANGE', RECORDS, 0, -1)) do call('UNLINK', record(name)) end
for _, name in ipairs(call('SMEMBERS', LISTS)) do call('UNLINK', listing(name)) end
for _, id in ipairs(call('ZRANGE', ORDER, 0, -1)) do
  local home = call('HGET', item(id), 'lane')
  if home then call('UNLINK', lane(home)) end
  call('UNLINK', item(id))
end
for _, id in ipairs(call('ZRANGE', DEAD, 0, -1)) do call('UNLINK', corpse(id)) end
call('UNLINK', META, RECORDS, LISTS, ORDER, DUE, LEASED, DEAD, AUDIT, MARKS, MARK)
return 1
