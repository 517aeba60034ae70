-- Remove every key of the space.
for _, name in ipairs(call('ZRANGE', RECORDS, 0, -1)) do call('UNLINK', record(name)) end
for _, name in ipairs(call('SMEMBERS', LISTS)) do call('UNLINK', listing(name)) end
for _, text in ipairs(call('HVALS', ITEMS)) do call('UNLINK', lane(unpacked(text).lane)) end
call('UNLINK', META, RECORDS, LISTS, ITEMS, BODY, DUE, LEASED, DEAD, ERROR, AUDIT, MARKS, MARK, SENT)
return 1
