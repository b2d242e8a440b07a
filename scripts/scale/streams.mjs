/** The vendors' streams and the logs they are written to. Times are in ticks of ten milliseconds. */
export const TICKS = 100;
const LEASE = 3 * TICKS;
/** From the end of one connection to the next, where a vendor accepts one only. */
const RECONNECT = 10;

const isWorking = (gateway, now) => gateway?.isAlive && gateway.pausedUntil <= now;

/** A gateway that receives an account's stream from now on. */
function receiver(account, gateway) {
  return { gateway, from: account.sentAt.length };
}

/** Begins the term of a gateway; what no gateway received before is reported as a gap. */
export function beginTerm(world, account, place) {
  const next = account.log.length > 0 ? account.newest + 1 : 0;
  const from = Math.max(next, account.gaps.at(-1)?.to ?? 0);
  if (place.from > from) account.gaps.push({ from, to: place.from });
  account.term += 1;
  account.owner = { ...place, term: account.term, next: Math.max(from, place.from) };
  account.leaseUntil = world.now + LEASE;
}

/** Places an account for the first time, or prepares the hand-over to other gateways. */
export function assign(world, account, { owner, standby }) {
  const [to, beside] = [world.gateways[owner], standby === null ? null : world.gateways[standby]];
  if (!account.owner) beginTerm(world, account, receiver(account, to));
  else if (account.owner.gateway !== to) {
    const known = account.standby?.gateway === to ? account.standby : receiver(account, to);
    account.handOver = { ...known, at: world.now + (account.isSingle ? RECONNECT : 2) };
    if (account.isSingle) account.owner.to = account.sentAt.length;
  }
  if (account.isSingle) account.standby = null;
  else if (beside && account.standby?.gateway !== beside && account.owner.gateway !== beside)
    account.standby = receiver(account, beside);
}

/** The vendor sends events; the owner and the standby receive them. */
function send(world, account) {
  const { owner } = account;
  const isConnected = owner.gateway.isAlive && owner.to === undefined;
  for (let events = world.random.count(account.rate / TICKS); events > 0; events -= 1) {
    const agent = world.random.below(account.agents);
    account.agentOf.push(agent);
    account.campaignOf.push(agent % account.campaigns);
    account.sentAt.push(world.now);
    account.isStored.push(false);
    if (isConnected) owner.gateway.received += 1;
    if (account.standby) account.standby.gateway.received += 1;
  }
}

/** The owner writes what it has received; the batch is stored a tick later. */
function write(world, account, sender) {
  if (!isWorking(sender.gateway, world.now) || account.sending || account.blockedUntil > world.now) return;
  const to = sender.to ?? account.sentAt.length;
  if (sender.next >= to) return;
  account.sending = { from: sender.next, to, term: sender.term, by: sender.gateway };
  sender.next = to;
}

/** What is on its way is stored, unless another term has begun. */
function store(world, account, deliver, { fencing }) {
  const { sending } = account;
  account.sending = null;
  if (!sending || (fencing && sending.term !== account.term)) return;
  for (let event = sending.from; event < sending.to; event += 1) {
    if (account.isStored[event]) continue;
    account.isStored[event] = true;
    if (event < account.newest) world.violations.push(`${account.key}: event ${event} after event ${account.newest}`);
    account.newest = event;
    deliver(account, account.log.push(event) - 1);
  }
}

/** The lease of an owner that does not renew it passes to the standby, or to a gateway that connects anew. */
function watchLease(world, account, places, { standby }) {
  const { owner } = account;
  if (isWorking(owner.gateway, world.now)) account.leaseUntil = world.now + LEASE;
  if (account.leaseUntil > world.now || account.sending) return;
  const ready = standby && isWorking(account.standby?.gateway, world.now) ? account.standby : null;
  const next = places.get(account.index);
  const heir = [next?.owner, next?.standby]
    .map((at) => world.gateways[at])
    .find((gateway) => isWorking(gateway, world.now));
  if (!ready && !heir) return;
  // A gateway that was paused still believes that it is the owner.
  if (owner.gateway.isAlive) account.former = { ...owner, to: account.isSingle ? account.sentAt.length : undefined };
  world.takeOvers.push(world.now - account.diedAt);
  beginTerm(world, account, ready ?? receiver(account, heir));
  account.standby = null;
  account.handOver = null;
  if (next && isWorking(world.gateways[next.owner], world.now)) assign(world, account, next);
}

/** The end of an orderly hand-over, once the old owner has written all it received. */
function finishHandOver(world, account, places) {
  const { handOver, owner } = account;
  if (!handOver || handOver.at > world.now || account.sending || owner.next < (owner.to ?? handOver.from)) return;
  account.handOver = null;
  beginTerm(world, account, account.isSingle ? receiver(account, handOver.gateway) : handOver);
  if (!account.isSingle && account.standby?.gateway === handOver.gateway) account.standby = null;
  assign(world, account, places.get(account.index));
  world.moves += 1;
}

/** A tick of one account. */
export function stepAccount(world, account, places, deliver, safeguards) {
  if (account.blockedUntil <= world.now) store(world, account, deliver, safeguards);
  finishHandOver(world, account, places);
  watchLease(world, account, places, safeguards);
  send(world, account);
  if (account.former && isWorking(account.former.gateway, world.now)) {
    write(world, account, account.former);
    account.former = null;
  }
  write(world, account, account.owner);
}

/** A gateway is killed: what it was writing was stored or not. */
export function kill(world, gateway) {
  gateway.isAlive = false;
  for (const account of world.accounts) {
    if (account.sending?.by === gateway && world.random.below(2) === 0) account.sending = null;
    if (account.owner.gateway === gateway) account.diedAt = world.now;
    if (account.standby?.gateway === gateway) account.standby = null;
  }
}

/** A gateway stands still for a time, and then continues as if nothing had happened. */
export function pause(world, gateway, until) {
  gateway.pausedUntil = until;
  for (const account of world.accounts) if (account.owner.gateway === gateway) account.diedAt = world.now;
}
