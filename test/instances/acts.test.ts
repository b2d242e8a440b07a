import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { ask, startProgram } from '../program/process.ts';
import { noRedis, startRedis } from '../subscriptions/redis-server.ts';
import { configure, folder, type Instance, KEY, killInstance, startInstance } from './gateways.ts';

if (noRedis) console.warn(noRedis);

/** Stands between the gateways and the vendor, counts what passes, and can swallow the answers. */
class Watched {
  readonly acts: string[] = [];
  /** Resolves when the next act has reached the vendor, whose answer is then withheld. */
  withhold: (() => void) | null = null;
  readonly #server: Server = createServer((asked, answer) => void this.#pass(asked, answer));

  constructor(private readonly vendor: URL) {}

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as { port: number };
    return Object.assign(new URL(this.vendor), { host: `127.0.0.1:${port}` }).href;
  }

  async #pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = Buffer.concat(await asked.toArray());
    const act = /<(?:\w+:)?(startCampaign|stopCampaign)\b/.exec(body.toString())?.[1];
    if (act) this.acts.push(act);
    const { hostname, port, pathname, search } = this.vendor;
    const { method, headers } = asked;
    const onward = request({ hostname, port, path: asked.url ?? pathname + search, method, headers });
    onward.end(body);
    const [upstream] = (await once(onward, 'response')) as [IncomingMessage];
    const text = Buffer.concat(await upstream.toArray());
    if (act && this.withhold) return this.withhold();
    answer.writeHead(upstream.statusCode ?? 502, upstream.headers).end(text);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const START = `mutation ($id: ID!, $key: String) {
  campaignStart(input: { id: $id, idempotencyKey: $key }) { campaign { id state } userErrors { code path } }
}`;

const send = (at: Instance, query: string, variables: object = {}) =>
  ask(at.url, query, variables, { authorization: `Bearer ${KEY}` });

/** A campaign that does not run. */
async function idleCampaign(at: Instance): Promise<string> {
  const { data } = await send(
    at,
    '{ campaigns(first: 1, filter: { states: [NOT_RUNNING] }) { edges { node { id } } } }',
  );
  return data.campaigns.edges[0].node.id;
}

async function dependencies(shared: object) {
  const simulator = startProgram(['simulate', 'five9-config', '--port', '0', '--seed', '7']);
  await simulator.says(/# ready/);
  const [vendor] = parse(simulator.output()).accounts as { url: string; users: object[] }[];
  const place = folder();
  const watched = new Watched(new URL(vendor?.url ?? ''));
  const url = await watched.listen();
  const events = { file: join(place.path, 'events.db') };
  const accounts = [{ id: 'acme', vendor: 'five9-config', url, users: vendor?.users }];
  const config = configure(place.path, 'crosspoint', { events, accounts, ...shared });
  const living: Instance[] = [];
  onTestFinished(async () => {
    await Promise.all(living.map(({ program }) => program.stop()));
    await simulator.stop();
    watched.close();
    place.remove();
  });
  const start = async () => {
    const instance = await startInstance(config);
    living.push(instance);
    return instance;
  };
  return { watched, start, config };
}

/** The exported audit trail of a configuration, after it was verified. */
async function auditOf(config: string): Promise<{ operation: string; outcome: string; idempotencyKey: string }[]> {
  const verified = startProgram(['audit', 'verify', '--config', config]);
  expect(await verified.ended(), verified.output()).toBe(0);
  const exported = startProgram(['audit', 'export', '--config', config]);
  expect(await exported.ended()).toBe(0);
  return exported
    .output()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

async function answersAreAudited(shared: object): Promise<void> {
  const { watched, start, config } = await dependencies(shared);
  const first = await start();
  const id = await idleCampaign(first);
  const answer = await send(first, START, { id, key: 'one' });
  expect(answer.data.campaignStart).toMatchObject({ campaign: { id }, userErrors: [] });
  await killInstance(first);

  expect((await auditOf(config)).map(({ operation, outcome }) => [operation, outcome])).toEqual([
    ['campaignStart', 'OK'],
  ]);

  const second = await start();
  const again = await send(second, START, { id, key: 'one' });
  expect(again.data).toEqual(answer.data);
  expect(watched.acts).toEqual(['startCampaign']);

  const reached = new Promise<void>((done) => {
    watched.withhold = done;
  });
  const other = await idleCampaign(second);
  const unanswered = send(second, START, { id: other, key: 'two' }).catch(() => 'cut off');
  await reached;
  await killInstance(second);
  expect(await unanswered).toBe('cut off');

  watched.withhold = null;
  const third = await start();
  const unknown = await send(third, START, { id: other, key: 'two' });
  expect(unknown.data.campaignStart.userErrors).toEqual([{ code: 'OUTCOME_UNKNOWN', path: null }]);
  expect(watched.acts).toEqual(['startCampaign', 'startCampaign']);
}

const IDLE = '{ campaigns(first: 50, filter: { states: [NOT_RUNNING] }) { edges { node { id } } } }';

test('every act that was answered is in the audit trail after kill -9 amid others', { timeout: 60_000 }, async () => {
  const { start, config } = await dependencies({});
  const gateway = await start();
  const { data } = await send(gateway, IDLE);
  const ids = data.campaigns.edges.map(({ node }: { node: { id: string } }) => node.id);
  const answered: string[] = [];
  let enough: () => void = () => undefined;
  const some = new Promise<void>((done) => {
    enough = done;
  });
  const acts = Array.from({ length: 60 }, async (_, index) => {
    const key = `act-${index}`;
    const id = ids[index % ids.length];
    const answer = await send(gateway, START, { id, key }).catch(() => null);
    if (answer) answered.push(key);
    if (answered.length === 10) enough();
  });
  await some;
  await killInstance(gateway);
  await Promise.all(acts);
  const stored = new Set((await auditOf(config)).map(({ idempotencyKey }) => idempotencyKey));
  expect(answered.filter((key) => !stored.has(key))).toEqual([]);
  expect(answered.length).toBeGreaterThanOrEqual(10);
});

describe('an act under a key, when its gateway is killed (P2)', () => {
  test(
    'is answered by the next process of the same place and stands in the audit trail, and is never sent again',
    { timeout: 60_000 },
    () => answersAreAudited({}),
  );

  test.skipIf(noRedis)('is answered by another gateway that shares the Redis', { timeout: 90_000 }, async () => {
    const redis = await startRedis(true);
    onTestFinished(() => redis.dispose());
    await answersAreAudited({ redis: { url: redis.url } });
  });
});
