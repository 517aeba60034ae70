-- Shared head of every script. KEYS[1] is the space's meta key; all keys of a space share its hash tag.
-- Texts are opaque strings: cjson would turn long ids into floats.
local prefix = string.sub(KEYS[1], 1, -5)
local META, RECORDS, LISTS, ORDER, DUE, LEASED, DEAD, AUDIT, MARKS, MARK =
  prefix .. 'meta', prefix .. 'records', prefix .. 'lists', prefix .. 'order', prefix .. 'due', prefix .. 'leased',
  prefix .. 'dead', prefix .. 'audit', prefix .. 'marks', prefix .. 'mark'

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
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local function record(name) return prefix .. 'r:' .. name end
local function lane(name) return prefix .. 'l:' .. name end
local function item(id) return prefix .. 'o:' .. id end
local function corpse(id) return prefix .. 'x:' .. id end
local function listing(name) return prefix .. 'i:' .. name end

-- A script does not roll back, so a key of the wrong type must be found before the first write.
local function must(key, kind)
  local found = redis.call('TYPE', key).ok
  if found ~= 'none' and found ~= kind then
    error({ err = 'WRONGTYPE ' .. key .. ' is a ' .. found .. ', not a ' .. kind })
  end
end
local function must_all()
  must(META, 'hash')
  must(RECORDS, 'zset')
  must(LISTS, 'set')
  for _, key in ipairs({ ORDER, DUE, LEASED, DEAD, MARKS }) do must(key, 'zset') end
  must(AUDIT, 'list')
  must(MARK, 'hash')
end
local function must_item(id)
  must(item(id), 'hash')
  must(corpse(id), 'hash')
  local home = redis.call('HGET', item(id), 'lane')
  if home then must(lane(home), 'zset') end
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

local function revision_of(name)
  return redis.call('HGET', record(name), 'revision') or '0'
end

-- The revision and the seal must be those the change was computed from; the seal also tells a record that was
-- dropped and made anew from the one before.
local function is_stale(name, expect, seal)
  local found = redis.call('HMGET', record(name), 'revision', 'seal')
  return (found[1] or '0') ~= expect or (found[2] or '') ~= seal
end

local function write_record(name, revision, sum, seal, set, remove)
  local key = record(name)
  local register = redis.call('HGET', META, 'register') or string.rep('0', 32)
  local before = redis.call('HGET', key, 'seal')
  if before then register = toggled(register, before) end
  if revision == '' then
    redis.call('DEL', key)
    redis.call('ZREM', RECORDS, name)
  else
    for _, part in ipairs(remove) do redis.call('HDEL', key, 'p:' .. part, 's:' .. part) end
    for _, part in ipairs(set) do
      redis.call('HSET', key, 'p:' .. part[1], part[2], 's:' .. part[1], part[3])
    end
    redis.call('HSET', key, 'revision', revision, 'sum', sum, 'seal', seal)
    redis.call('ZADD', RECORDS, 0, name)
    register = toggled(register, seal)
  end
  redis.call('HSET', META, 'register', register)
end

-- Outbox. `order` holds every open item by place, a lane's set its items, `due` the lane heads nobody carries out,
-- `leased` those somebody does. An item under lease is not moved: `replaced` and `cancelled` wait for the settlement.
local function promote(home)
  local head = redis.call('ZRANGE', lane(home), 0, 0)[1]
  if head and not redis.call('ZSCORE', LEASED, head) then
    redis.call('ZADD', DUE, tonumber(redis.call('HGET', item(head), 'due')) or 0, head)
  end
end

local function remove_item(id)
  local home = redis.call('HGET', item(id), 'lane')
  redis.call('DEL', item(id))
  redis.call('ZREM', ORDER, id)
  redis.call('ZREM', DUE, id)
  redis.call('ZREM', LEASED, id)
  if home then
    redis.call('ZREM', lane(home), id)
    promote(home)
  end
end

local function append_item(id, home, due, body)
  local place = (tonumber(redis.call('HGET', META, 'place')) or 0) + 1
  redis.call('HSET', META, 'place', whole(place))
  redis.call('HSET', item(id), 'lane', home, 'due', due, 'body', body, 'attempts', '0', 'fence', '', 'until', '0',
    'state', 'open')
  redis.call('ZADD', ORDER, place, id)
  redis.call('ZADD', lane(home), place, id)
  promote(home)
end

local function is_leased(id, time)
  local found = redis.call('HMGET', item(id), 'fence', 'until')
  return found[1] and found[1] ~= '' and (tonumber(found[2]) or 0) > time
end

local function lease_item(id, fence, ends)
  redis.call('HSET', item(id), 'fence', fence, 'until', whole(ends), 'state', 'open')
  redis.call('ZREM', DUE, id)
  redis.call('ZADD', LEASED, ends, id)
end

-- Leases that have run out: the item may be claimed again, or goes if it was cancelled meanwhile.
local function sweep(time)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', LEASED, '-inf', whole(time), 'LIMIT', 0, 1000)) do
    redis.call('ZREM', LEASED, id)
    if redis.call('HGET', item(id), 'state') == 'cancelled' then
      remove_item(id)
    else
      redis.call('ZADD', DUE, tonumber(redis.call('HGET', item(id), 'due')) or 0, id)
    end
  end
end
