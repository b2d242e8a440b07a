import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { createApiKey } from '../../src/server/auth.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ask, openSocket, type Program, startProgram } from './process.ts';

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-program-'));
const admin = createApiKey();
const wallboard = createApiKey();
const bearer = ({ key }: { key: string }) => ({ authorization: `Bearer ${key}` });

let simulators: Program;
let gateway: Program;
let url: string;
let file: string;

/** The simulators' own words on how to reach them, with authentication at the gateway. */
function configuration(yaml: string) {
  const { accounts, identities } = parse(yaml);
  return {
    ...{ port: 0, host: '127.0.0.1', accounts, identities, events: { file: join(folder, 'events.db') } },
    limits: { accountMilliseconds: 4_000 },
    auth: {
      keys: [
        { id: 'admin', hash: admin.hash, scopes: ['admin'] },
        { id: 'wallboard', hash: wallboard.hash, scopes: ['calls:read'], accounts: ['five9-cti'] },
      ],
    },
  };
}

beforeAll(async () => {
  simulators = startProgram(['simulate', 'all', '--port', '0', '--seed', '5']);
  await simulators.says(/# ready/);
  file = join(folder, 'crosspoint.yaml');
  writeFileSync(file, stringify(configuration(simulators.output())));
  gateway = startProgram(['serve', '--config', file], { LOG_LEVEL: 'debug' });
  url = (await gateway.says(/(http:\/\/\S+\/graphql)/))[1] ?? '';
}, 40_000);

afterAll(async () => {
  await gateway.stop();
  await simulators.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ALL = `{
  campaigns(first: 50) { edges { node { name } } sources { account { key } count error { code } } }
  agents(first: 100) { edges { node { name } } sources { account { key } count error { code } } }
  calls(first: 50) { edges { node { id state agent { name } } } sources { account { key } count error { code } } }
  recordings(first: 20) { edges { node { id agent { name } } } sources { account { key } count error { code } } }
}`;

describe('a gateway over simulators that run elsewhere', () => {
  test('answers over all five accounts to authenticated callers only', async () => {
    const { data, errors } = await ask(url, ALL, {}, bearer(admin));
    expect(errors).toBeUndefined();
    for (const list of Object.values(data) as { edges: unknown[]; sources: { error: unknown }[] }[]) {
      expect(list.edges.length).toBeGreaterThan(0);
      expect(list.sources.map(({ error }) => error)).toEqual(list.sources.map(() => null));
    }
    const anonymous = await ask(url, ALL);
    expect(anonymous).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(anonymous.data).toBeUndefined();
  });

  test('shows a caller its own accounts and scopes only, over HTTP and over the socket', async () => {
    const calls = await ask(
      url,
      '{ accounts { key } calls(first: 5) { sources { account { key } } } }',
      {},
      bearer(wallboard),
    );
    expect(calls.data).toEqual({
      accounts: [{ key: 'five9-cti' }],
      calls: { sources: [{ account: { key: 'five9-cti' } }] },
    });
    const campaigns = await ask(url, '{ campaigns(first: 5) { edges { cursor } } }', {}, bearer(wallboard));
    expect(campaigns.errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
    const socket = openSocket(url, bearer(wallboard));
    const seen = socket.iterate({ query: 'subscription { callChanged(snapshot: true) { account { key } } }' });
    for (let count = 0; count < 5; count += 1) {
      const { value } = await seen.next();
      expect(value?.data).toEqual({ callChanged: { account: { key: 'five9-cti' } } });
    }
    await socket.dispose();
  });

  test('pauses what the recorder is recording of a live call, as the recorder itself then says', async () => {
    const live = await untilAnswer<{ id: string; device: string }>(
      async () =>
        (
          await ask(
            url,
            '{ calls(first: 20, filter: { states: [CONNECTED], vendors: [FIVE9_CTI] }) { edges { node { id device recordingState } } } }',
            {},
            bearer(admin),
          )
        ).data.calls.edges
          .map((edge: { node: object }) => edge.node)
          .find((call: { recordingState: string }) => call.recordingState === 'RECORDING'),
      Boolean,
    );
    const act =
      'mutation ($id: ID!) { recordingPause(input: { callId: $id }) { state call { recordingState } userErrors { code message } } }';
    const paused = await ask(url, act, { id: live.id }, bearer(admin));
    expect(paused.data.recordingPause).toEqual({ state: 'PAUSED', call: { recordingState: 'PAUSED' }, userErrors: [] });
    const printed = await ask(
      url,
      'query ($device: String) { recorder_DEVICERECORDINGSTATUS(DEVICEID: $device) { DEVICE { RECORDING { STATUS } } } }',
      { device: live.device },
      bearer(admin),
    );
    expect(JSON.stringify(printed)).toContain('recordpaused');
  });

  test('is checked, account by account', async () => {
    const check = startProgram(['check', '--output', 'text', '--config', file]);
    expect(await check.ended()).toBe(0);
    expect(check.output().match(/^ok /gm)).toHaveLength(6);
    // The printed links join the dialler's people, whom it lists by name only, with the recorder's.
    const [, people, joined] =
      /^ok {4}identities: (\d+) people, (\d+) of them known to several/m.exec(check.output()) ?? [];
    expect([people, Number(people) > 40]).toEqual([joined, true]);
  });

  test('is checked with what is down and what differs from the contract', async () => {
    const printed = configuration(simulators.output());
    const wsdl = fileURLToPath(new URL('../fixtures/five9-config/two-operations.wsdl', import.meta.url));
    const accounts = printed.accounts.map((account: { vendor: string }) => {
      if (account.vendor === 'engage') return { ...account, url: 'http://127.0.0.1:9/', password: 'seeded-secret' };
      return account.vendor === 'five9-config' ? { ...account, wsdl } : account;
    });
    const twice = { ...accounts.find(({ vendor }: { vendor: string }) => vendor === 'five9-config'), id: 'again' };
    const path = join(folder, 'troubled.yaml');
    const missing = { ...twice, wsdl: join(folder, 'missing.wsdl') };
    const live = { ...twice, id: 'live', wsdl: `${twice.url}?wsdl` };
    writeFileSync(path, stringify({ ...printed, accounts: [...accounts, missing, live] }));
    const check = startProgram(['check', '--output', 'text', '--config', path]);
    expect(await check.ended()).toBe(1);
    expect(check.output()).toMatch(/^FAIL {2}engage: UNAVAILABLE /m);
    expect(check.output()).toMatch(/^FAIL {2}again: NOT_FOUND The file \S+missing\.wsdl cannot be read$/m);
    expect(check.output()).toMatch(/^ok {4}live: the vendor describes its API as the contract does$/m);
    expect(check.output()).toMatch(/^note {2}five9-config: the WSDL differs: the service: greet is in the WSDL/m);
    expect(check.output()).not.toContain('seeded-secret');
  });

  test('is live and ready, and names accounts only to callers with a key', async () => {
    const [alive, ready] = await Promise.all(['/livez', '/readyz'].map((path) => fetch(new URL(path, url))));
    expect([alive?.status, ready?.status]).toEqual([200, 200]);
    expect(await ready?.json()).toEqual({ status: 'ready', events: 'persisted' });
  });
});

test('nothing that the program wrote contains a secret (P6)', async () => {
  const { accounts } = parse(simulators.output());
  const secrets = new Set<string>([admin.key, wallboard.key]);
  const collect = (value: unknown, name = ''): void => {
    if (typeof value === 'string' && /password|token/i.test(name)) secrets.add(value);
    if (value && typeof value === 'object') for (const [key, inner] of Object.entries(value)) collect(inner, key);
  };
  collect(accounts);
  expect(secrets.size).toBeGreaterThan(3);
  const wrong = await ask(
    url,
    '{ calls(first: 1) { edges { cursor } } }',
    {},
    { authorization: `Bearer ${admin.key}x` },
  );
  const broken = await ask(
    url,
    '{ node(id: "zzz") { id } five9Config_getCampaignState(campaignName: "No such") }',
    {},
    bearer(admin),
  );
  // The name of a field of the first line is also the password of a simulated user.
  const printed = gateway.output().replace('"simulated":', '');
  const said = [printed, JSON.stringify([wrong, broken])].join('\n');
  for (const secret of secrets) expect(said.includes(secret), 'a secret was printed').toBe(false);
});

test('a configuration that is wrong is refused with its path and without its secrets (P8)', async () => {
  const bad = join(folder, 'bad.yaml');
  writeFileSync(
    bad,
    stringify({ ...configuration(simulators.output()), prot: 4000, redis: { url: 'redis-with-hush-hush' } }),
  );
  const program = startProgram(['serve', '--config', bad]);
  expect(await program.ended()).toBe(1);
  expect(program.output()).toMatch(/prot: unknown key/);
  expect(program.output()).toMatch(/redis\.url/);
  expect(program.output()).not.toMatch(/hush|simulated/);
});

test('a configuration that is not there is refused', async () => {
  const program = startProgram(['serve', '--config', join(folder, 'no-such.yaml')]);
  expect(await program.ended()).toBe(1);
  expect(program.output()).toMatch(/no-such\.yaml: cannot be read/);
});

test('asked to stop, the gateway closes its sockets and is gone within seconds, without an error', async () => {
  const demonstration = startProgram(['serve'], { PORT: '0' });
  const address = (await demonstration.says(/(http:\/\/\S+\/graphql)/))[1] ?? '';
  const socket = openSocket(address);
  const closed = new Promise<{ code: number }>((resolve) =>
    socket.on('closed', (event) => resolve(event as { code: number })),
  );
  const seen = socket.iterate({ query: 'subscription { events { cursor } }' });
  await seen.next();
  const began = Date.now();
  expect(await demonstration.stop()).toBe(0);
  expect(Date.now() - began).toBeLessThan(30_000);
  expect((await closed).code).toBe(1012);
});
