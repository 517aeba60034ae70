-- ARGV: n, then for each: id, fence, kind, due, error, whether a reference follows ('1'), and it as a change.
-- -> {'conflict', record} before anything is written, or {'settled', 1 or 0 for each}
check_outbox()
call('ZCARD', RECORDS)
local settlements = {}
for i = 1, count() do
  local one = { id = arg(), fence = arg(), kind = arg(), due = arg(), error = arg() }
  if arg() == '1' then one.reference = read_change() end
  one.item = held_item(one.id, one.fence)
  if one.item and one.reference and is_stale(one.reference) then return { 'conflict', one.reference.name } end
  settlements[i] = one
end
local reply = { 'settled' }
for _, one in ipairs(settlements) do
  if one.item then
    settle(one.id, one.item, one.kind, one.due, one.error)
    if one.reference then
      read_meta()
      write_change(one.reference)
    end
  end
  reply[#reply + 1] = one.item and 1 or 0
end
finish()
return reply
