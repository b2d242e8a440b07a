import { hashOf } from './random.mjs';

/** A gateway receives at most this many times its equal share of the events. */
const MOST = 1.1;

/** The gateways in the order in which they are asked to serve an account: rendezvous hashing. */
export function rankingOf(account, gateways) {
  const scored = gateways.map((gateway) => ({ gateway, score: hashOf(`${account.key}/${gateway}`) }));
  return scored.sort((one, other) => other.score - one.score).map(({ gateway }) => gateway);
}

/**
 * Which gateway receives the stream of each account, and which one stands by. Every gateway computes the same from the same
 * members and rates: the largest accounts first, each at the first gateway of its ranking that has room.
 */
export function placementOf(accounts, gateways) {
  const total = accounts.reduce((sum, { rate }) => sum + rate, 0);
  const room = new Map(gateways.map((gateway) => [gateway, (MOST * total) / gateways.length]));
  const places = new Map();
  for (const account of [...accounts].sort((one, other) => other.rate - one.rate || one.index - other.index)) {
    const ranking = rankingOf(account, gateways);
    const owner = ranking.find((gateway) => room.get(gateway) >= account.rate) ?? ranking[0];
    room.set(owner, room.get(owner) - account.rate);
    places.set(account.index, { owner, standby: ranking.find((gateway) => gateway !== owner) ?? null });
  }
  return places;
}

/** The gateways to which the subscribers of an account are routed: two, and more for an account with much to send. */
export function homesOf(account, gateways, meanMessages) {
  const count = Math.max(2, Math.ceil(account.messages / (meanMessages / 8)));
  return rankingOf(account, gateways).slice(0, count);
}
