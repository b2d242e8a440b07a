/** The processes of a chaos run: simulated vendors, Redis and two gateways, with proxies between them. */
import { join } from 'node:path';
import { parse } from 'yaml';
import { Feeder } from '../instances/feeder.ts';
import { configure, folder } from '../instances/gateways.ts';
import { freePort } from '../program/process.ts';
import { startRedis, type TestRedis } from '../subscriptions/redis-server.ts';
import { type Line, lineTo } from '../subscriptions/tcp-proxy.ts';
import { openPartner } from '../webhooks/partner.ts';
import { Member, Troubles } from './member.ts';

/** The vendors, each simulated by a process of its own; their accounts have the same names. */
export const VENDORS = ['five9-config', 'five9-cti', 'remote-control', 'recorder', 'engage'] as const;
/** The account whose vendor sends numbered events. */
export const NUMBERS = 'numbers';

const NUMBER_EVERY_MS = 50;
/** Milliseconds in which a process recovers from what failed beside it. */
const RECOVERY_MS = 20_000;

/** A simulated vendor and the proxies in front of its ports. */
export interface VendorProcess {
  readonly name: string;
  readonly member: Member;
  readonly lines: readonly Line[];
}

/** A gateway and the proxy between it and Redis. */
export interface GatewayProcess {
  readonly name: string;
  readonly url: string;
  readonly member: Member;
  readonly redis: Line;
}

/** What the partner does with a message; 0 leaves it without an answer for ever. */
export interface Mood {
  status: number;
}

/** Everything that runs. */
export interface World {
  readonly troubles: Troubles;
  readonly redis: TestRedis;
  readonly vendors: readonly VendorProcess[];
  readonly gateways: readonly GatewayProcess[];
  readonly feeder: Feeder;
  /** When each number was sent, by the number. */
  readonly sentAt: number[];
  readonly partner: Awaited<ReturnType<typeof openPartner>>;
  readonly mood: Mood;
  /** How often each act was sent to a vendor, by its mark. */
  readonly sent: ReadonlyMap<string, number>;
  /** No number is sent any more. */
  rest(): void;
  close(): Promise<void>;
}

/** The mark of an act in what is sent to a vendor. */
const MARK = /\bchaos-\d+\b/g;
const ACTS = /\bcreate\w*Campaign\b/;

async function startVendor(name: string, seed: number, pace: number, sent: Map<string, number>) {
  const port = String(await freePort());
  const words = ['simulate', name, '--port', port, '--seed', String(seed), '--pace', String(pace)];
  const member = new Member(name, words, {}, /^accounts:\n[\s\S]*(?=# ready)/m);
  const [text] = await member.start();
  const targets = [...new Set(text.match(/127\.0\.0\.1:\d+/g))];
  const count = (bytes: Buffer) => {
    const request = bytes.toString('latin1');
    if (!ACTS.test(request)) return;
    for (const mark of new Set(request.match(MARK))) sent.set(mark, (sent.get(mark) ?? 0) + 1);
  };
  const lines = await Promise.all(targets.map((target) => lineTo(`tcp://${target}`, count)));
  const led = targets.reduce((so, target, index) => so.replaceAll(target, new URL(lines[index]?.url ?? '').host), text);
  return { name, member, lines, account: parse(led).accounts[0] as object };
}

/** Starts everything; what was started is ended by `close`. */
export async function startWorld(seed: number, pace: number): Promise<World> {
  const troubles = new Troubles();
  const place = folder();
  const sent = new Map<string, number>();
  const redis = await startRedis(true);
  const vendors = await Promise.all(VENDORS.map((name) => startVendor(name, seed, pace, sent)));
  const feeder = new Feeder();
  await feeder.open();
  const mood: Mood = { status: 200 };
  const partner = await openPartner(() => mood.status);
  const accounts = [...vendors.map(({ account }) => account), { id: NUMBERS, vendor: 'recorder', url: feeder.url }];
  const webhook = {
    ...{ id: 'partner', url: partner.url, allowPrivate: true, filter: { kinds: ['CALL'] } },
    ...{ secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`], retrySeconds: Array(20).fill(1) },
  };
  const isExcused = () => troubles.near(['redis', 'north', 'south'], Date.now(), RECOVERY_MS);
  const startGateway = async (name: string): Promise<GatewayProcess> => {
    const line = await lineTo(redis.url);
    const settings = {
      accounts,
      webhooks: [webhook],
      redis: { url: line.url },
      events: { file: join(place.path, name) },
    };
    const port = await freePort();
    const words = ['serve', '--config', configure(place.path, name, settings)];
    const environment = { PORT: String(port), LOG_LEVEL: 'error' };
    const member = new Member(name, words, environment, /http:\/\/\S+\/graphql/, isExcused);
    await member.start();
    return { name, member, redis: line, url: `http://127.0.0.1:${port}/graphql` };
  };
  const gateways = [await startGateway('north'), await startGateway('south')];
  const sentAt: number[] = [];
  const timer = setInterval(() => {
    feeder.publish(1);
    sentAt[feeder.last] = Date.now();
  }, NUMBER_EVERY_MS);
  const rest = () => clearInterval(timer);
  const close = async () => {
    rest();
    const members = [...gateways, ...vendors].map(({ member }) => member);
    await Promise.all(members.map((member) => member.stop('SIGKILL')));
    for (const { redis: line } of gateways) line.close();
    for (const line of vendors.flatMap(({ lines }) => lines)) line.close();
    partner.close();
    await feeder.close();
    await redis.dispose();
    place.remove();
  };
  return { troubles, redis, vendors, gateways, feeder, sentAt, partner, mood, sent, rest, close };
}
