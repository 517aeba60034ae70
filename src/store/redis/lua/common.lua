-- Shared head of every script. KEYS[1] is the space's meta key; all keys of a space share its hash tag.
-- Texts are opaque strings: cjson would turn long ids into floats. A script does not roll back, so each reads every
-- key it is going to write with a command of that key's type, which fails on a spoilt key, before its first write.
-- A call costs microseconds, so what can be read or written together is.
local prefix = string.sub(KEYS[1], 1, -5)
local META, RECORDS, LISTS, ORDER, DUE, LEASED, DEAD, AUDIT, MARKS, MARK =
  prefix .. 'meta', prefix .. 'records', prefix .. 'lists', prefix .. 'order', prefix .. 'due', prefix .. 'leased',
  prefix .. 'dead', prefix .. 'audit', prefix .. 'marks', prefix .. 'mark'
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
local function item(id) return prefix .. 'o:' .. id end
local function corpse(id) return prefix .. 'x:' .. id end
local function listing(name) return prefix .. 'i:' .. name end

-- Counters of the space: read at most once, written back at most once.
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
local function write_meta()
  if meta then
    call('HSET', META, 'head', meta.head, 'length', whole(meta.length), 'register', meta.register,
      'high', whole(meta.high), 'place', whole(meta.place))
  end
end
local function next_place()
  meta.place = meta.place + 1
  return meta.place
end

-- Exclusive or of two numbers of 32 hex digits.
local function toggled(register, seal)
  local words = {}
  for at = 1, 25, 8 do
    local left = tonumber(string.sub(register, at, at + 7), 16)
    local right = tonumber(string.sub(seal, at, at + 7), 16)
    words[#words + 1] = bit.tohex(bit.bxor(left, right))
  end
  return table.concat(words)
end

-- The revision and the seal must be those the change was computed from; the seal also tells a record that was
-- dropped and made anew from the one before.
local function is_stale(name, expect, seal)
  local found = call('HMGET', record(name), 'revision', 'seal')
  return (found[1] or '0') ~= expect or (found[2] or '') ~= seal
end

-- `fields`: flat list of part fields and values; `remove`: part fields. An empty revision drops the record.
local function write_record(name, expect, before, revision, sum, seal, fields, remove)
  local key = record(name)
  if before ~= '' then meta.register = toggled(meta.register, before) end
  if revision == '' then
    call('DEL', key)
    call('ZREM', RECORDS, name)
    return
  end
  for at = 1, #remove, 1000 do call('HDEL', key, unpack(remove, at, math.min(at + 999, #remove))) end
  for at = 1, #fields, 1000 do call('HSET', key, unpack(fields, at, math.min(at + 999, #fields))) end
  call('HSET', key, 'revision', revision, 'sum', sum, 'seal', seal)
  if expect == '0' then call('ZADD', RECORDS, 0, name) end
  meta.register = toggled(meta.register, seal)
end

-- Outbox. `order` holds every open item by place, a lane's set its items, `due` the lane heads nobody carries out,
-- `leased` those somebody does. An item under lease is not moved: `replaced` and `cancelled` wait for the settlement.
local function check_outbox()
  call('ZCARD', ORDER)
  call('ZCARD', DUE)
  call('ZCARD', LEASED)
  call('ZCARD', DEAD)
end

-- The items that may come to head a lane, besides those of this commit or batch. Their keys cannot be declared
-- beforehand; while a cluster moves the slot they may be at the other node, which must show before the first write.
local function check_lane(home, depth)
  for _, id in ipairs(call('ZRANGE', lane(home), 0, depth)) do call('HLEN', item(id)) end
end

-- Take an item out; if it headed its lane, the next one may be claimed.
local function remove_item(id, home)
  local first = call('ZRANGE', lane(home), 0, 1)
  local head = first[1] == id and first[2] or first[1]
  local found = head and call('HMGET', item(head), 'fence', 'due')
  call('DEL', item(id))
  call('ZREM', ORDER, id)
  if call('ZREM', LEASED, id) == 0 then call('ZREM', DUE, id) end
  call('ZREM', lane(home), id)
  if head and head ~= id and found[1] == '' then call('ZADD', DUE, tonumber(found[2]) or 0, head) end
end

-- Gives true where the item may be claimed at once. `fence` and `ends`: lease it to the caller if it may.
local function append_item(id, home, due, body, fence, ends)
  local place = next_place()
  call('ZADD', ORDER, place, id)
  call('ZADD', lane(home), place, id)
  local is_head = call('ZCARD', lane(home)) == 1
  local leased = is_head and fence ~= nil
  call('HSET', item(id), 'lane', home, 'due', due, 'body', body, 'attempts', '0', 'state', 'open',
    'fence', leased and fence or '', 'until', leased and whole(ends) or '0')
  if leased then
    call('ZADD', LEASED, ends, id)
  elseif is_head then
    call('ZADD', DUE, due, id)
  end
  return leased
end

local function is_leased(fence, ends, time)
  return fence and fence ~= '' and (tonumber(ends) or 0) > time
end

-- Leases that have run out: the item may be claimed again, or goes if it was cancelled meanwhile.
local function sweep(time)
  for _, id in ipairs(call('ZRANGEBYSCORE', LEASED, '-inf', whole(time), 'LIMIT', 0, 1000)) do
    local found = call('HMGET', item(id), 'state', 'due', 'lane')
    if found[1] == 'cancelled' then
      remove_item(id, found[3])
    else
      call('ZREM', LEASED, id)
      call('ZADD', DUE, tonumber(found[2]) or 0, id)
    end
  end
end
