-- Shared head of every script. KEYS[1] is the space's meta key; all keys of a space share its hash tag.
-- Texts are opaque strings: cjson would turn long ids into floats. A script does not roll back, so each reads every
-- key it is going to write with a command of that key's type, which fails on a spoilt key, before its first write.
-- A call costs about a microsecond, so what can be read or written together is.
local prefix = string.sub(KEYS[1], 1, -5)
local META, RECORDS, LISTS, ITEMS, BODY, DUE, LEASED, DEAD, ERROR, AUDIT, MARKS, MARK, SENT =
  prefix .. 'meta', prefix .. 'records', prefix .. 'lists', prefix .. 'items', prefix .. 'body', prefix .. 'due',
  prefix .. 'leased', prefix .. 'dead', prefix .. 'error', prefix .. 'audit', prefix .. 'marks', prefix .. 'mark',
  prefix .. 'sent'
local call = redis.call

local cursor = 0
local function arg()
  cursor = cursor + 1
  return ARGV[cursor]
end
local function count()
  return tonumber(arg())
end

local function whole(number)
  return string.format('%.0f', number)
end

local function clock()
  local time = call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function record(name) return prefix .. 'r:' .. name end
local function lane(name) return prefix .. 'l:' .. name end
local function listing(name) return prefix .. 'i:' .. name end

-- In portions, because Lua's stack is small.
local function call_list(command, key, list, first, last)
  for at = first or 1, last or #list, 1000 do
    call(command, key, unpack(list, at, math.min(at + 999, last or #list)))
  end
end

-- Counters of the space: read at most once, written back at most once, by `finish`.
local meta
local function read_meta()
  if not meta then
    local found = call('HMGET', META, 'head', 'length', 'register', 'high', 'place')
    meta = {
      head = found[1] or '',
      length = tonumber(found[2]) or 0,
      register = found[3] or string.rep('0', 32),
      high = tonumber(found[4]) or 0,
      place = tonumber(found[5]) or 0,
    }
  end
  return meta
end

-- Exclusive or of the register, 32 hex digits, with a difference.
local function toggle_register(difference)
  local words = meta.words
  if not words then
    words = {}
    for i = 1, 4 do words[i] = tonumber(string.sub(meta.register, 8 * i - 7, 8 * i), 16) end
    meta.words = words
  end
  for i = 1, 4 do words[i] = bit.bxor(words[i], tonumber(string.sub(difference, 8 * i - 7, 8 * i), 16)) end
end

local function write_meta()
  local words = meta.words
  if words then
    meta.register = bit.tohex(words[1]) .. bit.tohex(words[2]) .. bit.tohex(words[3]) .. bit.tohex(words[4])
  end
  call('HSET', META, 'head', meta.head, 'length', whole(meta.length), 'register', meta.register,
    'high', whole(meta.high), 'place', whole(meta.place))
end

-- Revision and seal of a record, read once a script.
local known = {}
local function standing(name)
  local found = known[name]
  if not found then
    found = call('HMGET', record(name), 'revision', 'seal')
    found[1], found[2] = found[1] or '0', found[2] or ''
    known[name] = found
  end
  return found
end

-- The revision and the seal must be those the change was computed from; the seal also tells a record that was
-- dropped and made anew from the one before.
local function is_stale(change)
  local found = standing(change.name)
  return found[1] ~= change.expect or found[2] ~= change.before
end

-- A list among the arguments: where it begins and ends.
local function span()
  local size = count()
  local first = cursor + 1
  cursor = cursor + size
  return { first, cursor }
end

-- name, expected revision and seal, difference to the space's register, revision and seal after it, then what the
-- record is made of: n and a flat list of fields and values (none: the record is dropped), n and the part fields to
-- remove.
local function read_change()
  return { name = arg(), expect = arg(), before = arg(), difference = arg(), revision = arg(), seal = arg(),
    fields = span(), remove = span() }
end

local function write_change(change)
  local key, fields = record(change.name), change.fields
  toggle_register(change.difference)
  if fields[2] < fields[1] then
    call('DEL', key)
    call('ZREM', RECORDS, change.name)
    known[change.name] = nil
    return
  end
  call_list('HDEL', key, ARGV, change.remove[1], change.remove[2])
  call_list('HSET', key, ARGV, fields[1], fields[2])
  known[change.name] = { change.revision, change.seal }
  if change.expect == '0' then call('ZADD', RECORDS, 0, change.name) end
end

-- Outbox. An item is one field of `items` (what the scripts know of it) and one of `body`; a lane's set holds its
-- items by place, `due` the lane heads nobody carries out, `leased` those somebody does, `dead` what was given up, `sent`
-- by time what left and whose body is kept for a while.
-- An item under lease is not moved: `replaced` and `cancelled` wait for the settlement.
local function packed(it)
  return whole(it.place) .. ' ' .. it.due .. ' ' .. whole(it.attempts) .. ' ' .. it.state .. ' ' .. it.ends .. ' '
    .. it.fence .. ' ' .. it.lane
end
local function unpacked(text)
  if not text then return nil end
  local place, due, attempts, state, ends, fence, home =
    string.match(text, '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S*) (.*)$')
  return { place = tonumber(place), due = due, attempts = tonumber(attempts), state = state, ends = ends,
    fence = fence, lane = home }
end

-- Items as this script knows them (false: there is none), bodies and leases it gives. They are read at most once and
-- written back together by `finish`, with which every script that writes ends. An item leased here stays in its lane.
local items, touched, bodies, leases, sent = {}, {}, {}, {}, {}
local function read_item(id)
  if items[id] == nil then items[id] = unpacked(call('HGET', ITEMS, id)) or false end
  return items[id] or nil
end
local function read_items(ids)
  for at = 1, #ids, 1000 do
    local texts = call('HMGET', ITEMS, unpack(ids, at, math.min(at + 999, #ids)))
    for i, text in ipairs(texts) do items[ids[at + i - 1]] = unpacked(text) or false end
  end
end
local function write_item(id, it)
  items[id], touched[id] = it, true
end
local function finish()
  local kept, gone, texts, leased, bare, left = {}, {}, {}, {}, {}, {}
  for id in pairs(touched) do
    if items[id] then
      kept[#kept + 1], kept[#kept + 2] = id, packed(items[id])
    else
      gone[#gone + 1] = id
      if sent[id] then left[#left + 1], left[#left + 2] = sent[id], id else bare[#bare + 1] = id end
    end
  end
  for id, text in pairs(bodies) do texts[#texts + 1], texts[#texts + 2] = id, text end
  for id, ends in pairs(leases) do leased[#leased + 1], leased[#leased + 2] = ends, id end
  call_list('HDEL', ITEMS, gone)
  call_list('HDEL', BODY, bare)
  call_list('ZADD', SENT, left)
  call_list('HSET', ITEMS, kept)
  call_list('HSET', BODY, texts)
  call_list('ZADD', LEASED, leased)
  if meta then write_meta() end
end

local function check_outbox()
  for _, key in ipairs({ ITEMS, BODY, ERROR }) do call('HLEN', key) end
  for _, key in ipairs({ DUE, LEASED, DEAD, SENT }) do call('ZCARD', key) end
end

local function is_leased(it, time)
  return it and it.fence ~= '' and tonumber(it.ends) > time
end

-- How many items a lane holds; fails on a key of another type, and so is asked before anything is written to it.
local sizes = {}
local function lane_size(home)
  sizes[home] = sizes[home] or call('ZCARD', lane(home))
  return sizes[home]
end

-- Take an item out of its lane; if it headed it, the next one may be claimed.
local function leave_lane(id, home)
  local first = call('ZRANGE', lane(home), 0, 1)
  local left = call('ZREM', lane(home), id)
  sizes[home] = sizes[home] and sizes[home] - left
  if call('ZREM', LEASED, id) == 0 then call('ZREM', DUE, id) end
  local head = first[1] == id and first[2]
  if head then
    local it = read_item(head)
    if it.fence == '' then call('ZADD', DUE, it.due, head) end
  end
end

local function remove_item(id, it)
  if it.state == 'dead' then
    call('ZREM', DEAD, id)
    call('HDEL', ERROR, id)
  else
    leave_lane(id, it.lane)
  end
  items[id], touched[id], bodies[id] = false, true, nil
end

-- Gives true where the item may be claimed at once. `fence` and `ends`: lease it to the caller if it may.
local function append_item(id, home, due, fence, ends)
  read_meta().place = meta.place + 1
  local behind = lane_size(home)
  local is_head = behind == 0
  local leased = is_head and fence ~= nil
  call('ZADD', lane(home), meta.place, id)
  sizes[home] = behind + 1
  write_item(id, { place = meta.place, due = due, attempts = 0, state = 'open', lane = home,
    fence = leased and fence or '', ends = leased and whole(ends) or '0' })
  if leased then
    leases[id] = ends
  elseif is_head then
    call('ZADD', DUE, due, id)
  end
  return leased
end

-- The item, if the lease with this fence is still the one on it; nothing can fail once this has been read.
local function held_item(id, fence)
  local it = read_item(id)
  if not it or fence == '' or it.fence ~= fence then return nil end
  lane_size(it.lane)
  return it
end

-- What became of an item under lease: `done` (`kept`: its body stays for a while), `retry` at `due` (`wait`: that was no failed attempt), or `dead` because
-- of `error`.
local function settle(id, it, kind, due, error)
  if kind ~= 'wait' then it.attempts = it.attempts + 1 end
  if it.state == 'replaced' then
    leave_lane(id, it.lane)
    append_item(id, it.lane, it.due)
  elseif it.state == 'open' and (kind == 'retry' or kind == 'wait') then
    it.due, it.fence, it.ends = due, '', '0'
    write_item(id, it)
    call('ZREM', LEASED, id)
    call('ZADD', DUE, due, id)
  elseif it.state == 'open' and kind == 'dead' then
    leave_lane(id, it.lane)
    read_meta().place = meta.place + 1
    it.place, it.state, it.fence, it.ends = meta.place, 'dead', '', '0'
    write_item(id, it)
    call('HSET', ERROR, id, error)
    call('ZADD', DEAD, meta.place, id)
  else
    if it.state == 'open' and kind == 'kept' then sent[id] = whole(clock()) end
    remove_item(id, it)
  end
end

-- Leases that have run out: the item may be claimed again, or goes if it was cancelled meanwhile.
local function sweep(time)
  for _, id in ipairs(call('ZRANGEBYSCORE', LEASED, '-inf', whole(time), 'LIMIT', 0, 1000)) do
    local it = read_item(id)
    if it.state == 'cancelled' then
      remove_item(id, it)
    else
      call('ZREM', LEASED, id)
      call('ZADD', DUE, it.due, id)
    end
  end
end
