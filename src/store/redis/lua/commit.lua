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
  change.set, change.remove = {}, {}
  for j = 1, count() do change.set[j] = { arg(), arg(), arg() } end
  for j = 1, count() do change.remove[j] = arg() end
  changes[i] = change
end
local indexes = {}
for i = 1, count() do indexes[i] = { name = arg(), id = arg(), score = arg() } end
local cancels = {}
for i = 1, count() do cancels[i] = arg() end
local items = {}
for i = 1, count() do items[i] = { id = arg(), lane = arg(), due = arg(), body = arg() } end
local mark_age, mark_count = count(), count()

must_all()
for _, change in ipairs(changes) do must(record(change.name), 'hash') end
for _, expectation in ipairs(expectations) do must(record(expectation.name), 'hash') end
for _, index in ipairs(indexes) do must(listing(index.name), 'zset') end
for _, id in ipairs(cancels) do must_item(id) end
for _, it in ipairs(items) do
  must_item(it.id)
  must(lane(it.lane), 'zset')
end

local function own_leases(answer)
  for i, it in ipairs(items) do
    local found = redis.call('HMGET', item(it.id), 'fence', 'state')
    if found[1] == nonce .. ':' .. i and found[2] == 'open' then answer[#answer + 1] = tostring(i) end
  end
  return answer
end

local mark = redis.call('HGET', MARK, event)
if mark then
  local hash, who, chain, rest = string.match(mark, '^(%S*) %S* (%S*) (%S*) ()')
  if hash ~= body_hash then return { 'collision' } end
  if who == nonce then return own_leases({ 'committed', chain }) end
  return { 'duplicate', string.sub(mark, rest) }
end
for _, expectation in ipairs(expectations) do
  if revision_of(expectation.name) ~= expectation.revision then return { 'conflict', expectation.name } end
end
for _, change in ipairs(changes) do
  if is_stale(change.name, change.expect, change.before) then return { 'conflict', change.name } end
end
local meta = redis.call('HMGET', META, 'head', 'length', 'high')
local head = meta[1] or ''
local length = tonumber(meta[2]) or 0
if #entries > 0 and head ~= old_head then return { 'head', head, whole(length) } end

local time = clock()
for _, change in ipairs(changes) do
  write_record(change.name, change.revision, change.sum, change.seal, change.set, change.remove)
end
for _, index in ipairs(indexes) do
  if index.score == '' then
    redis.call('ZREM', listing(index.name), index.id)
  else
    redis.call('ZADD', listing(index.name), index.score, index.id)
    redis.call('SADD', LISTS, index.name)
  end
end
for _, id in ipairs(cancels) do
  if is_leased(id, time) then
    redis.call('HSET', item(id), 'state', 'cancelled')
  elseif redis.call('EXISTS', item(id)) == 1 then
    remove_item(id)
  end
end
for _, it in ipairs(items) do
  if is_leased(it.id, time) then
    redis.call('HSET', item(it.id), 'due', it.due, 'body', it.body, 'state', 'replaced')
  else
    if redis.call('EXISTS', item(it.id)) == 1 then remove_item(it.id) end
    redis.call('ZREM', DEAD, it.id)
    redis.call('DEL', corpse(it.id))
    append_item(it.id, it.lane, it.due, it.body)
  end
end
if lease_ms > 0 then
  for i, it in ipairs(items) do
    if tonumber(it.due) <= tonumber(at) and not is_leased(it.id, time)
      and redis.call('ZRANGE', lane(it.lane), 0, 0)[1] == it.id then
      lease_item(it.id, nonce .. ':' .. i, time + lease_ms)
    end
  end
end
if #entries > 0 then
  for _, entry in ipairs(entries) do redis.call('RPUSH', AUDIT, entry) end
  redis.call('HSET', META, 'head', new_head, 'length', whole(length + #entries))
  head = new_head
end

-- Marks carry the highest time ever seen, so that a clock set back cannot make young ones look old.
local high = math.max(tonumber(meta[3]) or 0, time)
redis.call('HSET', META, 'high', whole(high))
if redis.call('ZCARD', MARKS) >= mark_count then
  for _, old in ipairs(redis.call('ZRANGEBYSCORE', MARKS, '-inf', '(' .. whole(high - mark_age), 'LIMIT', 0, 2)) do
    if redis.call('ZCARD', MARKS) >= mark_count then
      redis.call('ZREM', MARKS, old)
      redis.call('HDEL', MARK, old)
    end
  end
end
redis.call('HSET', MARK, event, body_hash .. ' ' .. at .. ' ' .. nonce .. ' ' .. head .. ' ' .. reply)
redis.call('ZADD', MARKS, high, event)
return own_leases({ 'committed', head })
