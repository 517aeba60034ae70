-- One turn: whole or not at all. Read and check everything first, write with commands that cannot fail after that,
-- and set the dedupe mark last: a crash or an error before it only means that the event is delivered again.
-- -> {'committed', chain, leased item numbers…}, also for our own earlier try whose reply was lost
-- | {'duplicate', reply} | {'collision'} | {'conflict', record} | {'head', chain, length}
local event, body_hash, reply, at, lease_ms, nonce = arg(), arg(), arg(), arg(), count(), arg()
local old_head, new_head = arg(), arg()
local entries = {}
for i = 1, count() do entries[i] = arg() end
local expectations = {}
for i = 1, count() do expectations[i] = { name = arg(), revision = arg() } end
local changes = {}
for i = 1, count() do
  local change = { name = arg(), expect = arg(), before = arg(), revision = arg(), sum = arg(), seal = arg() }
  change.fields, change.remove = {}, {}
  for j = 1, count() do change.fields[j] = arg() end
  for j = 1, count() do change.remove[j] = arg() end
  changes[i] = change
end
local indexes = {}
for i = 1, count() do indexes[i] = { name = arg(), id = arg(), score = arg() } end
local cancels = {}
for i = 1, count() do cancels[i] = { id = arg() } end
local items = {}
for i = 1, count() do items[i] = { id = arg(), lane = arg(), due = arg(), body = arg() } end
local mark_age, mark_count = count(), count()

local mark = call('HGET', MARK, event)
if mark then
  local hash, who, chain, rest = string.match(mark, '^(%S*) %S* (%S*) (%S*) ()')
  if hash ~= body_hash then return { 'collision' } end
  if who ~= nonce then return { 'duplicate', string.sub(mark, rest) } end
  local answer = { 'committed', chain }
  for i, it in ipairs(items) do
    local found = call('HMGET', item(it.id), 'fence', 'state')
    if found[1] == nonce .. ':' .. i and found[2] == 'open' then answer[#answer + 1] = tostring(i) end
  end
  return answer
end
for _, expectation in ipairs(expectations) do
  if (call('HGET', record(expectation.name), 'revision') or '0') ~= expectation.revision then
    return { 'conflict', expectation.name }
  end
end
for _, change in ipairs(changes) do
  if is_stale(change.name, change.expect, change.before) then return { 'conflict', change.name } end
end
read_meta()
if #entries > 0 then
  call('LLEN', AUDIT)
  if meta.head ~= old_head then return { 'head', meta.head, whole(meta.length) } end
end
local marks = call('ZCARD', MARKS)
if #changes > 0 then call('ZCARD', RECORDS) end
if #indexes > 0 then call('SCARD', LISTS) end
for _, index in ipairs(indexes) do call('ZCARD', listing(index.name)) end
if #items + #cancels > 0 then check_outbox() end
for _, list in ipairs({ cancels, items }) do
  for _, it in ipairs(list) do
    local found = call('HMGET', item(it.id), 'lane', 'fence', 'until')
    it.home, it.fence, it.ends = found[1], found[2], found[3]
    if it.home then check_lane(it.home, #items + #cancels) end
  end
end
for _, it in ipairs(items) do
  call('ZCARD', lane(it.lane))
  it.dead = call('HLEN', corpse(it.id)) > 0
end

local time = clock()
for _, c in ipairs(changes) do
  write_record(c.name, c.expect, c.before, c.revision, c.sum, c.seal, c.fields, c.remove)
end
for _, index in ipairs(indexes) do
  if index.score == '' then
    call('ZREM', listing(index.name), index.id)
  else
    call('ZADD', listing(index.name), index.score, index.id)
    call('SADD', LISTS, index.name)
  end
end
local gone = {}
for _, it in ipairs(cancels) do
  if is_leased(it.fence, it.ends, time) then
    call('HSET', item(it.id), 'state', 'cancelled')
  elseif it.home and not gone[it.id] then
    remove_item(it.id, it.home)
    gone[it.id] = true
  end
end
local answer = { 'committed', '' }
for i, it in ipairs(items) do
  if is_leased(it.fence, it.ends, time) then
    call('HSET', item(it.id), 'due', it.due, 'body', it.body, 'state', 'replaced')
  else
    if it.home and not gone[it.id] then remove_item(it.id, it.home) end
    if it.dead then
      call('ZREM', DEAD, it.id)
      call('DEL', corpse(it.id))
    end
    local wanted = lease_ms > 0 and tonumber(it.due) <= tonumber(at)
    if append_item(it.id, it.lane, it.due, it.body, wanted and nonce .. ':' .. i or nil, time + lease_ms) then
      answer[#answer + 1] = tostring(i)
    end
  end
end
if #entries > 0 then
  for _, entry in ipairs(entries) do call('RPUSH', AUDIT, entry) end
  meta.head = new_head
  meta.length = meta.length + #entries
end
answer[2] = meta.head

-- Marks carry the highest time ever seen, so that a clock set back cannot make young ones look old.
meta.high = math.max(meta.high, time)
write_meta()
if marks >= mark_count then
  local old = call('ZRANGEBYSCORE', MARKS, '-inf', '(' .. whole(meta.high - mark_age), 'LIMIT', 0,
    math.min(2, marks + 1 - mark_count))
  if #old > 0 then
    call('ZREM', MARKS, unpack(old))
    call('HDEL', MARK, unpack(old))
  end
end
call('HSET', MARK, event, body_hash .. ' ' .. at .. ' ' .. nonce .. ' ' .. meta.head .. ' ' .. reply)
call('ZADD', MARKS, meta.high, event)
return answer
