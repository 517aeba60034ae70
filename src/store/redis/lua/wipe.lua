-- Remove every key of the space.
must_all()
for _, name in ipairs(redis.call('ZRANGE', RECORDS, 0, -1)) do redis.call('UNLINK', record(name)) end
for _, name in ipairs(redis.call('SMEMBERS', LISTS)) do redis.call('UNLINK', listing(name)) end
for _, id in ipairs(redis.call('ZRANGE', ORDER, 0, -1)) do
  local home = redis.call('HGET', item(id), 'lane')
  if home then redis.call('UNLINK', lane(home)) end
  redis.call('UNLINK', item(id))
end
for _, id in ipairs(redis.call('ZRANGE', DEAD, 0, -1)) do redis.call('UNLINK', corpse(id)) end
redis.call('UNLINK', META, RECORDS, LISTS, ORDER, DUE, LEASED, DEAD, AUDIT, MARKS, MARK)
return 1
