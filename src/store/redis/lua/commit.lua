-- Turns, each whole or not at all. A turn reads and checks everything first, writes with commands that cannot fail
-- after that, and sets its dedupe mark last: a crash or an error before it only means that the event is delivered
-- again. Turns that come in together share one call and one fsync; none of them sees or hurts another. What was sent
-- meanwhile is settled first, so that a turn finds its lane free.
-- ARGV: mark age, mark count, sent age, sent count, n settlements (id, fence, kind, due, error), n turns.
-- -> the settlements ('1', '0' or an error each), then for each turn: {'committed', chain, its length, leased item
-- numbers…} (no length for our own earlier try whose reply was lost) | {'duplicate', reply} | {'collision'}
-- | {'conflict', record, then the turn's records as names and flat fields} | {'head', chain, length}
-- | {'error', message}
local mark_age, mark_count, sent_age, sent_count = count(), count(), count(), count()
local settlements = {}
for i = 1, count() do
  settlements[i] = { id = arg(), fence = arg(), kind = arg(), due = arg(), error = arg() }
end
local function read_turn()
  local turn = { event = arg(), body_hash = arg(), reply = arg(), at = count(), lease_ms = count(), nonce = arg(),
    old_head = arg(), new_head = arg(), entries = span(), expectations = {}, changes = {}, indexes = {}, cancels = {},
    items = {} }
  for i = 1, count() do turn.expectations[i] = { name = arg(), expect = arg(), before = arg() } end
  for i = 1, count() do turn.changes[i] = read_change() end
  for i = 1, count() do turn.indexes[i] = { name = arg(), id = arg(), score = arg() } end
  for i = 1, count() do turn.cancels[i] = { id = arg() } end
  for i = 1, count() do turn.items[i] = { id = arg(), lane = arg(), due = arg(), body = arg(), mine = arg() == '1' } end
  return turn
end
local function entries_of(turn)
  return turn.entries[2] - turn.entries[1] + 1
end

local turns, events, ids = {}, {}, {}
for _, one in ipairs(settlements) do ids[#ids + 1] = one.id end
for i = 1, count() do
  local turn = read_turn()
  turns[i], events[i] = turn, turn.event
  for _, list in ipairs({ turn.cancels, turn.items }) do
    for _, wanted in ipairs(list) do ids[#ids + 1] = wanted.id end
  end
end

local time = clock()
read_meta()
check_outbox()
read_items(ids)
call('ZCARD', RECORDS)
call('SCARD', LISTS)
call('LLEN', AUDIT)
local mark_total = call('ZCARD', MARKS)
-- Marks of these events, as they stand or as this call is going to set them.
local marks, new_marks, mark_times = {}, {}, {}
for i, mark in ipairs(call('HMGET', MARK, unpack(events))) do marks[events[i]] = mark end

local function marked(turn, mark)
  local hash, who, chain, rest = string.match(mark, '^(%S*) %S* (%S*) (%S*) ()')
  if hash ~= turn.body_hash then return { 'collision' } end
  if who ~= turn.nonce then return { 'duplicate', string.sub(mark, rest) } end
  local answer = { 'committed', chain ~= '' and chain or meta.head, '' }
  for i, wanted in ipairs(turn.items) do
    local it = read_item(wanted.id)
    if it and it.fence == turn.nonce .. ':' .. i and it.state == 'open' then answer[#answer + 1] = tostring(i) end
  end
  return answer
end

-- What refuses the turn, or nothing. After this nothing fails.
local function refusal(turn)
  local clash
  for _, expectation in ipairs(turn.expectations) do
    local found = standing(expectation.name)
    local same = found[1] == expectation.expect and (expectation.before == '' or found[2] == expectation.before)
    if not same then clash = clash or expectation.name end
  end
  for _, change in ipairs(turn.changes) do
    if is_stale(change) then clash = clash or change.name end
  end
  if clash then
    local answer = { 'conflict', clash }
    for _, list in ipairs({ turn.expectations, turn.changes }) do
      for _, one in ipairs(list) do
        answer[#answer + 1] = one.name
        answer[#answer + 1] = call('HGETALL', record(one.name))
      end
    end
    return answer
  end
  if entries_of(turn) > 0 and meta.head ~= turn.old_head then return { 'head', meta.head, whole(meta.length) } end
  for _, index in ipairs(turn.indexes) do call('ZCARD', listing(index.name)) end
  for _, list in ipairs({ turn.cancels, turn.items }) do
    for _, wanted in ipairs(list) do
      local it = read_item(wanted.id)
      if it then lane_size(it.lane) end
      if wanted.lane then lane_size(wanted.lane) end
    end
  end
end

local function take_back(id)
  local it = read_item(id)
  if not it or it.state == 'dead' then return end
  if is_leased(it, time) then
    it.state = 'cancelled'
    write_item(id, it)
  else
    remove_item(id, it)
  end
end

-- Items that are queued again leave their lanes before any is appended: what precedes an item then is what stays.
local function make_room(turn)
  for _, wanted in ipairs(turn.items) do
    local it = read_item(wanted.id)
    if it and not is_leased(it, time) then remove_item(wanted.id, it) end
  end
end

-- Gives true where the committer holds it.
local function queue(turn, wanted, fence)
  local it = read_item(wanted.id)
  bodies[wanted.id] = wanted.body
  if it then
    it.due, it.state = wanted.due, 'replaced'
    write_item(wanted.id, it)
    return false
  end
  local now = turn.lease_ms > 0 and wanted.mine and tonumber(wanted.due) <= turn.at
  return append_item(wanted.id, wanted.lane, wanted.due, now and fence or nil, time + turn.lease_ms)
end

local function set_mark(turn)
  -- Where the chain stood matters only to a turn that added to it.
  local head = entries_of(turn) > 0 and meta.head or ''
  local mark = turn.body_hash .. ' ' .. whole(turn.at) .. ' ' .. turn.nonce .. ' ' .. head .. ' ' .. turn.reply
  marks[turn.event] = mark
  meta.high = math.max(meta.high, time)
  new_marks[#new_marks + 1], new_marks[#new_marks + 2] = turn.event, mark
  mark_times[#mark_times + 1], mark_times[#mark_times + 2] = meta.high, turn.event
end

-- Marks carry the highest time ever seen, so that a clock set back cannot make young ones look old. Two old ones go
-- for each that comes.
local function write_marks()
  if #new_marks == 0 then return end
  local surplus = mark_total + #new_marks / 2 - mark_count
  if surplus > 0 then
    local old = call('ZRANGEBYSCORE', MARKS, '-inf', '(' .. whole(meta.high - mark_age), 'LIMIT', 0,
      math.min(#new_marks, surplus))
    call_list('ZREM', MARKS, old)
    call_list('HDEL', MARK, old)
  end
  call_list('ZADD', MARKS, mark_times)
  call_list('HSET', MARK, new_marks)
end

-- Bodies of what was sent go when they are old, or too many; a few for each turn that comes.
local function trim_sent()
  local surplus = call('ZCARD', SENT) - sent_count
  local oldest, gone = call('ZRANGE', SENT, 0, 4 * #turns - 1, 'WITHSCORES'), {}
  for i = 1, #oldest, 2 do
    if (i + 1) / 2 <= surplus or tonumber(oldest[i + 1]) < time - sent_age then gone[#gone + 1] = oldest[i] end
  end
  local bare = {}
  for _, id in ipairs(gone) do
    if not read_item(id) then bare[#bare + 1] = id end
  end
  call_list('ZREM', SENT, gone)
  call_list('HDEL', BODY, bare)
end

local function take(turn)
  local mark = marks[turn.event]
  if mark then return marked(turn, mark) end
  local refused = refusal(turn)
  if refused then return refused end
  for _, change in ipairs(turn.changes) do write_change(change) end
  for _, index in ipairs(turn.indexes) do
    if index.score == '' then
      call('ZREM', listing(index.name), index.id)
    else
      call('ZADD', listing(index.name), index.score, index.id)
      call('SADD', LISTS, index.name)
    end
  end
  for _, cancel in ipairs(turn.cancels) do take_back(cancel.id) end
  make_room(turn)
  local answer = { 'committed', '', '' }
  for i, wanted in ipairs(turn.items) do
    if queue(turn, wanted, turn.nonce .. ':' .. i) then answer[#answer + 1] = tostring(i) end
  end
  if entries_of(turn) > 0 then
    call_list('RPUSH', AUDIT, ARGV, turn.entries[1], turn.entries[2])
    meta.head = turn.new_head
    meta.length = meta.length + entries_of(turn)
  end
  answer[2], answer[3] = meta.head, whole(meta.length)
  set_mark(turn)
  return answer
end

local function refused(trouble)
  return type(trouble) == 'table' and trouble.err or tostring(trouble)
end

local settled = {}
for i, one in ipairs(settlements) do
  local done, trouble = pcall(function()
    local it = held_item(one.id, one.fence)
    settled[i] = it and '1' or '0'
    if it then settle(one.id, it, one.kind, one.due, one.error) end
  end)
  if not done then settled[i] = refused(trouble) end
end

local answers = { settled }
for i, turn in ipairs(turns) do
  local done, answer = pcall(take, turn)
  answers[i + 1] = done and answer or { 'error', refused(answer) }
end
finish()
trim_sent()
write_marks()
return answers
