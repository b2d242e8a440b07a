/** The place of one caller's plain reads among the work of another at its worst: counted, so that no clock is part of it. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ATTACKS } from '../../bench/fairness/attacks.mjs';
import { FairScheduler } from '../../src/server/fair-scheduler.ts';
import { until } from '../helpers/until.ts';
import type { openSocket } from '../program/process.ts';
import { ACCOUNTS, startGateway, type TestGateway } from './gateway.ts';

/** Pieces of the greedy caller's work that may begin before a piece of the other's: the one that runs and the next. */
const MOST_BEFORE = 2;
/** First come, first served, so many would begin before. */
const LONG_QUEUE = 5;
const GREEDY_REQUESTS = 12;
const READS = 7;
const QUERY = '{ accounts { key status } campaigns(first: 20) { edges { node { id name state } } } }';
const NAMES = { five9: ACCOUNTS['five9-config'] };

/** A piece of the other caller's work: how many greedy ones waited when it was asked for, and how many began before it. */
interface Place {
  readonly waiting: number;
  readonly before: number;
}

let gateway: TestGateway;
let other: ReturnType<typeof openSocket>;
let waiting = 0;
let begun = 0;
let places: Place[] = [];

/** Takes a turn of the greedy caller and counts it. */
function countGreedy(turn: Promise<void> | null): Promise<void> | null {
  if (!turn) begun += 1;
  else waiting += 1;
  const begin = () => {
    waiting -= 1;
    begun += 1;
  };
  return turn?.then(begin) ?? null;
}

/** Takes a turn of the other caller and notes its place. */
function notePlace(turn: Promise<void> | null): Promise<void> | null {
  const [waited, from] = [waiting, begun];
  const begin = () => void places.push({ waiting: waited, before: begun - from });
  if (!turn) begin();
  return turn?.then(begin) ?? null;
}

beforeAll(async () => {
  const scopes = ['admin'];
  gateway = await startGateway({
    vendors: ['engage', 'five9-config'],
    grants: { greedy: { scopes }, other: { scopes } },
    more: { limits: { pointsPerMinute: 1_000_000 } },
  });
  other = gateway.socket('other');
  const take = FairScheduler.prototype.take;
  vi.spyOn(FairScheduler.prototype, 'take').mockImplementation(function (this: FairScheduler, caller) {
    const turn = take.call(this, caller);
    return caller.endsWith('other') ? notePlace(turn) : countGreedy(turn);
  });
}, 60_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await other?.dispose();
  await gateway?.close();
});

/** A piece in which other programs took the processor counts as work of its caller, whose next piece begins later then. */
const median = (counts: readonly number[]) => counts.toSorted((one, other) => one - other)[counts.length >> 1];

const readOverHttp = () => gateway.ask(QUERY, {}, 'other');
const readOverSocket = () =>
  new Promise<object>((resolve, reject) => {
    other.subscribe({ query: QUERY }, { next: resolve, error: reject, complete: () => undefined });
  });

for (const attack of ['unpaged', 'documents'] as const)
  for (const [transport, read] of Object.entries({ HTTP: readOverHttp, WebSocket: readOverSocket }))
    test(`D6: over ${transport} a plain read begins after two pieces of another caller's work at most, however many wait: ${attack}`, async () => {
      await read();
      let isEnough = false;
      const attacks = Array.from({ length: GREEDY_REQUESTS }, async (_, at) => {
        const { query, variables } = ATTACKS[attack].body(at, NAMES);
        while (!isEnough) await gateway.ask(query, variables, 'greedy');
      });
      // Until the greedy caller has done something, the other one is the greedier.
      await read();
      places = [];
      await until(async () => {
        expect(await read()).not.toHaveProperty('errors');
        return places.length >= READS && places.some((place) => place.waiting >= LONG_QUEUE);
      });
      isEnough = true;
      await Promise.all(attacks);
      expect(median(places.map((place) => place.before))).toBeLessThanOrEqual(MOST_BEFORE);
    }, 60_000);
