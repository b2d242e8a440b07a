/** The changes of a lease in Redis, each in one step. KEYS: the lease, its offer, its successor, its term. */

/**
 * Takes a lease: 1 where it was free, 2 where it was handed to this gateway, with the lease's term; else 3 where it is offered,
 * or 0, with its owner. A new term begins where another gateway had the lease before. The lease of an owner that this gateway
 * found gone (ARGV[5], and its channel) is free while that has no subscriber, unless it was the only gateway (KEYS[5]) and
 * works on without Redis.
 */
export const TAKE = `
local owner = redis.call('GET', KEYS[1])
local isGone = owner and owner == ARGV[5] and redis.call('PUBSUB', 'NUMSUB', ARGV[6])[2] == 0
if isGone and redis.call('EXISTS', KEYS[5]) == 0 then owner = false end
if owner and owner ~= ARGV[1] then
  if redis.call('GET', KEYS[2]) == owner then return {3, owner} end
  return {0, owner}
end
local term = redis.call('GET', KEYS[4])
if not term or string.match(term, '^%S+') ~= ARGV[1] then term = ARGV[3] end
redis.call('SET', KEYS[4], term, 'PX', ARGV[4])
if not owner then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return {1, term}
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
if redis.call('GET', KEYS[3]) ~= 'handed ' .. owner then return {1, term} end
redis.call('DEL', KEYS[3])
return {2, term}
`;

/** Names this gateway as the successor of an offered lease, unless another is. */
export const INHERIT = `
local owner = redis.call('GET', KEYS[1])
if not owner or redis.call('GET', KEYS[2]) ~= owner or redis.call('GET', KEYS[3]) then return 0 end
redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2])
return 1
`;

/** Renews a lease if this owner holds it. */
export const RENEW = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0`;

/** Releases a lease, to its successor where that is ready. */
export const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local successor = redis.call('GET', KEYS[3])
local id = successor and string.match(successor, '^ready (.+)$')
redis.call('DEL', KEYS[2])
if id then
  redis.call('SET', KEYS[1], id, 'PX', ARGV[2])
  redis.call('SET', KEYS[3], 'handed ' .. id, 'PX', ARGV[2])
else
  redis.call('DEL', KEYS[1])
  redis.call('DEL', KEYS[3])
end
return 1
`;
