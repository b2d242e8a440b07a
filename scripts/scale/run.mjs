import { homesOf, placementOf } from './placement.mjs';
import { assign, kill, pause, stepAccount, TICKS } from './streams.mjs';
import { makeWorld, newGateway } from './world.mjs';

/** All that makes sure of the events; the simulation finds it when one is switched off. */
export const SAFEGUARDS = { fencing: true, standby: true, cursors: true };

/** Seconds at which the events happen. */
const SCHEDULE = { kill: 8, pause: 13, join: 18, moveLogs: 23, stop: 27, end: 32, settled: 36 };
const PAUSE_SECONDS = 5;
const JOINING = 4;
/** Seconds after which the members know that one is gone. */
const NOTICED = 4;
/** Nodes of the Redis Cluster, and milliseconds for which a log cannot be written while it moves to another. */
const NODES = 6;
const LOG_MOVES_MS = 300;

const working = (world) => world.gateways.filter(({ isAlive }) => isAlive).map(({ index }) => index);

/** Lets the gateways place the accounts anew among those that work; answers how many must move. */
function place(world) {
  const places = placementOf(world.accounts, working(world));
  let moved = 0;
  for (const account of world.accounts) {
    if (account.owner && account.owner.gateway.index !== places.get(account.index).owner) moved += 1;
    assign(world, account, places.get(account.index));
  }
  world.places = places;
  return moved;
}

/** Connects subscribers to the gateways of their account, the one with the fewest of them first, or to any gateway. */
function connect(world, subscribers) {
  const gateways = working(world);
  const mean = world.accounts.reduce((sum, { messages }) => sum + messages, 0) / gateways.length;
  const homes = new Map();
  for (const subscriber of subscribers) {
    const { account } = subscriber;
    if (world.isRouted && !homes.has(account)) homes.set(account, homesOf(account, gateways, mean));
    const among = homes.get(account);
    const home = among ? among[world.random.below(among.length)] : gateways[world.random.below(gateways.length)];
    subscriber.gateway = world.gateways[home];
    account.readers.set(home, (account.readers.get(home) ?? 0) + 1);
    if (world.safeguards.cursors) catchUp(world, subscriber);
    else subscriber.position = account.log.length;
  }
}

/** Reads on after the subscriber's cursor. */
function catchUp(world, subscriber) {
  const { account, of, isAgent } = subscriber;
  const keys = isAgent ? account.agentOf : account.campaignOf;
  for (let at = subscriber.position; at < account.log.length; at += 1)
    if (keys[account.log[at]] === of) take(world, subscriber, at);
}

function take(world, subscriber, position) {
  if (position < subscriber.position) world.violations.push(`${subscriber.account.key}: ${position} delivered again`);
  subscriber.position = position + 1;
  subscriber.count += 1;
  subscriber.gateway.messages += 1;
}

/** Delivers a stored event to the subscribers whose gateway works. */
function delivery(world) {
  const push = (subscriber, position) => {
    if (subscriber?.gateway?.isAlive && subscriber.gateway.pausedUntil <= world.now) take(world, subscriber, position);
  };
  return (account, position) => {
    const event = account.log[position];
    for (const [gateway] of account.readers) world.gateways[gateway].read += 1;
    push(account.agentSubscribers[account.agentOf[event]], position);
    for (const each of account.campaignSubscribers[account.campaignOf[event]] ?? []) push(each, position);
  };
}

/** Connections of a gateway that is gone come back elsewhere, within two seconds. */
function reconnectFrom(world, gateway) {
  for (const { readers } of world.accounts) readers.delete(gateway.index);
  const lost = world.subscribers.filter((subscriber) => subscriber.gateway === gateway);
  for (const subscriber of lost) {
    subscriber.gateway = null;
    const at = world.now + 1 + world.random.below(2 * TICKS);
    if (!world.waiting.has(at)) world.waiting.set(at, []);
    world.waiting.get(at).push(subscriber);
  }
}

/** What happens at a second of the schedule; the answer is printed. */
const INCIDENTS = {
  kill(world) {
    const gateway = world.gateways[world.random.below(world.gateways.length)];
    kill(world, gateway);
    reconnectFrom(world, gateway);
    world.at(world.now + NOTICED * TICKS, () => place(world));
  },
  pause(world) {
    const [index] = working(world);
    const gateway = world.gateways[index];
    pause(world, gateway, world.now + PAUSE_SECONDS * TICKS);
    world.at(world.now + PAUSE_SECONDS * TICKS, () => {
      for (const subscriber of world.subscribers) if (subscriber.gateway === gateway) catchUp(world, subscriber);
      place(world);
    });
  },
  join(world) {
    for (let each = 0; each < JOINING; each += 1) world.gateways.push(newGateway(world.gateways.length));
    world.movedByJoin = place(world);
  },
  moveLogs(world) {
    const moving = world.accounts.filter(({ index }) => index % (NODES + 1) === 0);
    for (const [at, account] of moving.entries()) {
      world.at(world.now + at, () => {
        account.blockedUntil = world.now + (LOG_MOVES_MS / 1_000) * TICKS;
      });
    }
    world.movedLogs = moving.length;
  },
  stop(world) {
    const gateway = world.gateways[working(world)[1]];
    gateway.isLeaving = true;
    const others = working(world).filter((index) => index !== gateway.index);
    const places = placementOf(world.accounts, others);
    world.places = places;
    for (const account of world.accounts) assign(world, account, places.get(account.index));
    world.at(world.now + TICKS, () => {
      kill(world, gateway);
      reconnectFrom(world, gateway);
    });
  },
};

/** Runs the world; answers what was measured and every promise that was broken. */
export function runScale(size, { isRouted = true, safeguards = SAFEGUARDS } = {}) {
  const world = Object.assign(makeWorld(size), { isRouted, safeguards, waiting: new Map(), takeOvers: [], moves: 0 });
  const later = new Map();
  world.at = (tick, work) => later.set(tick, [...(later.get(tick) ?? []), work]);
  for (const [name, happen] of Object.entries(INCIDENTS)) world.at(SCHEDULE[name] * TICKS, () => happen(world));
  place(world);
  connect(world, world.subscribers);
  const deliver = delivery(world);
  let usual = null;
  for (; world.now < SCHEDULE.settled * TICKS; world.now += 1) {
    if (world.now === SCHEDULE.kill * TICKS) usual = loadOf(world, SCHEDULE.kill);
    if (world.now === SCHEDULE.end * TICKS) for (const account of world.accounts) account.rate = 0;
    for (const work of later.get(world.now) ?? []) work();
    connect(world, world.waiting.get(world.now) ?? []);
    for (const account of world.accounts) stepAccount(world, account, world.places, deliver, safeguards);
  }
  check(world);
  return { ...usual, ...summaryOf(world) };
}

function loadOf({ gateways }, seconds) {
  const of = (name) => gateways.map((gateway) => gateway[name] / seconds);
  return { received: of('received'), read: of('read'), messages: of('messages') };
}

function summaryOf({ accounts, takeOvers, moves, movedByJoin, movedLogs, violations, subscribers }) {
  const sum = (of) => accounts.reduce((total, account) => total + of(account), 0);
  return {
    events: sum(({ sentAt }) => sentAt.length),
    stored: sum(({ log }) => log.length),
    inGaps: sum(({ sentAt, isStored }) => sentAt.length - isStored.filter(Boolean).length),
    accountsWithGaps: accounts.filter(({ gaps }) => gaps.length > 0).length,
    delivered: subscribers.reduce((total, { count }) => total + count, 0),
    takeOver: Math.max(...takeOvers) / TICKS,
    takeOvers: takeOvers.length,
    ...{ moves, movedByJoin, movedLogs, violations },
  };
}

/** Each event is stored or in a reported gap; each subscriber has each stored event of its filter. */
function check({ accounts, subscribers, violations }) {
  for (const { key, isStored, gaps, isSingle } of accounts) {
    if (gaps.length > 0 && !isSingle) violations.push(`${key}: a gap, though two gateways may receive its stream`);
    for (const [event, isThere] of isStored.entries()) {
      if (isThere || gaps.some(({ from, to }) => event >= from && event < to)) continue;
      violations.push(`${key}: event ${event} is lost`);
    }
  }
  const expected = new Map(accounts.map((account) => [account, countsOf(account)]));
  for (const { account, of, isAgent, count } of subscribers) {
    const counts = expected.get(account)[isAgent ? 'agents' : 'campaigns'];
    if (count !== (counts.get(of) ?? 0)) violations.push(`${account.key}: ${count} of ${counts.get(of)} delivered`);
  }
}

function countsOf({ log, agentOf, campaignOf }) {
  const [agents, campaigns] = [new Map(), new Map()];
  for (const event of log) {
    agents.set(agentOf[event], (agents.get(agentOf[event]) ?? 0) + 1);
    campaigns.set(campaignOf[event], (campaigns.get(campaignOf[event]) ?? 0) + 1);
  }
  return { agents, campaigns };
}
