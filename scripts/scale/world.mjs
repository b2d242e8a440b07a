import { randomOf } from './random.mjs';

/** Shares of accounts by their rank: the largest of 1,000 has 6 % of all agents. */
const SKEW = 0.8;
const AGENTS_OF_A_CAMPAIGN = 50;
/** One account of so many has a vendor that accepts one connection only. */
const SINGLE_CONNECTION = 10;

/** The accounts with their agents, campaigns and events a second. */
function accountsOf({ accounts, agents, rate }, random) {
  const shares = Array.from({ length: accounts }, (_, at) => (at + 1) ** -SKEW);
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share, index) => {
    const members = Math.max(1, Math.round((share / sum) * agents));
    return {
      ...{ index, key: `account-${index}`, rate: (share / sum) * rate, agents: members },
      campaigns: Math.max(1, Math.round(members / AGENTS_OF_A_CAMPAIGN)),
      isSingle: random.below(SINGLE_CONNECTION) === 0,
      // Events as sent by the vendor, by their number.
      ...{ sentAt: [], agentOf: [], campaignOf: [] },
      // The log: numbers of events in their order.
      ...{ log: [], isStored: [], term: 0, blockedUntil: 0, gaps: [] },
      ...{ owner: null, standby: null, leaseUntil: 0, sending: null, handOver: null },
      ...{ agentSubscribers: [], campaignSubscribers: [], readers: new Map(), messages: 0 },
    };
  });
}

/** Half of the subscribers are the screens of agents, the others follow a campaign. */
function subscribersOf({ subscribers }, accounts, random) {
  const all = [];
  const add = (account, list, of) => {
    const subscriber = {
      account,
      of,
      isAgent: list === account.agentSubscribers,
      gateway: null,
      position: 0,
      count: 0,
    };
    if (list === account.agentSubscribers) list[of] = subscriber;
    else if (list[of]) list[of].push(subscriber);
    else list[of] = [subscriber];
    all.push(subscriber);
  };
  const agents = accounts.reduce((sum, account) => sum + account.agents, 0);
  for (const account of accounts) {
    for (let agent = 0; agent < account.agents && all.length < subscribers; agent += 1)
      add(account, account.agentSubscribers, agent);
  }
  const followers = subscribers - all.length;
  for (const account of accounts) {
    const share = Math.round((account.agents / agents) * followers);
    for (let each = 0; each < share; each += 1) {
      add(account, account.campaignSubscribers, random.below(account.campaigns));
    }
  }
  for (const account of accounts) {
    const followed = account.campaignSubscribers.reduce((sum, list) => sum + (list?.length ?? 0), 0);
    account.messages = account.rate * (1 + followed / account.campaigns);
  }
  return all;
}

/** Accounts, subscribers and gateways before the first event. */
export function makeWorld(size) {
  const random = randomOf(size.seed);
  const accounts = accountsOf(size, random);
  const gateways = Array.from({ length: size.gateways }, (_, index) => newGateway(index));
  return { random, accounts, gateways, subscribers: subscribersOf(size, accounts, random), now: 0, violations: [] };
}

/** A gateway, and what it has done. */
export function newGateway(index) {
  return { index, isAlive: true, pausedUntil: 0, received: 0, read: 0, messages: 0 };
}
