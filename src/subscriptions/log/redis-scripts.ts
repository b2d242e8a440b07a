/**
 * Changes of the log in Redis. Each script runs alone there, in one step, so that several gateways may share a log.
 */

/**
 * Appends events; KEYS: the stream, their fingerprints, the terms they were received under. Each event follows the number of its
 * term, or 0. A fingerprint key remembers the place, so that a batch sent again after a lost answer gets its places back. An
 * event is left out once another term has begun, since newer events may be in the log by then. Answers for each event its place,
 * '' where it was known, or 'ended' where it was left out.
 */
export const APPEND = `
local places = {}
local again = ARGV[2] == '1'
local terms = tonumber(ARGV[3])
local count = #KEYS - 1 - terms
local over = {}
for i = 1, terms do
  local current = redis.call('GET', KEYS[1 + count + i])
  over[i] = current and current ~= ARGV[3 + i]
end
for i = 1, count do
  local seen = KEYS[1 + i]
  local at = 2 + terms + i * 2
  local known = redis.call('GET', seen)
  if known then
    places[#places + 1] = again and known or ''
  elseif over[tonumber(ARGV[at])] then
    places[#places + 1] = 'ended'
  else
    local id = redis.call('XADD', KEYS[1], '*', 'e', ARGV[at + 1])
    redis.call('SET', seen, id, 'PX', ARGV[1])
    places[#places + 1] = id
  end
end
return places
`;

/** Makes the log's identity once. Where Redis lost the log, positions before its first event count as a gap. */
export const IDENTIFY = `
local time = redis.call('TIME')
local now = time[1] .. string.format('%03d', math.floor(time[2] / 1000))
if redis.call('HSETNX', KEYS[1], 'id', ARGV[1]) == 1 then
  redis.call('HSET', KEYS[1], 'key', ARGV[2])
  if ARGV[3] == '1' then
    local first = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)[1]
    local begun = tonumber(first and string.match(first[1], '^%d+') or now)
    redis.call('HSET', KEYS[1], 'floor', string.format('%.0f-9999999999', begun - 1))
  end
end
return redis.call('HMGET', KEYS[1], 'id', 'key')
`;

/** Removes a handful of the oldest that are too old or too many, and remembers the newest removed. */
export const TRIM = `
local time = redis.call('TIME')
local cutoff = time[1] * 1000 + math.floor(time[2] / 1000) - tonumber(ARGV[1])
local most = tonumber(ARGV[3])
local rows = redis.call('XRANGE', KEYS[1], '-', string.format('%.0f', math.max(cutoff, 0)), 'COUNT', most)
local spare = redis.call('XLEN', KEYS[1]) - tonumber(ARGV[2])
if spare > #rows then rows = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', math.min(spare, most)) end
if #rows == 0 then return 0 end
local ids = {}
for i = 1, #rows do ids[i] = rows[i][1] end
redis.call('XDEL', KEYS[1], unpack(ids))
redis.call('HSET', KEYS[2], 'floor', ids[#ids])
return #rows
`;

/** Stores a note, unless another term of a lease has begun than the one it is written under. */
export const NOTE = `
local current = KEYS[2] and redis.call('GET', KEYS[2])
if current and current ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
`;

/** Changes a note only where it still says what the caller last read. */
export const EXCHANGE = `
local now = redis.call('HGET', KEYS[1], ARGV[1])
if ARGV[2] == '1' and now ~= ARGV[3] or ARGV[2] == '0' and now then return 0 end
if ARGV[4] == '1' then redis.call('HSET', KEYS[1], ARGV[1], ARGV[5]) else redis.call('HDEL', KEYS[1], ARGV[1]) end
return 1
`;
