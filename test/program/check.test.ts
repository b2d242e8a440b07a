import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noRedis, startRedis, type TestRedis } from '../subscriptions/redis-server.ts';
import { startProgram } from './process.ts';

const NOWHERE = 'tcp://127.0.0.1:9';
const folder = mkdtempSync(join(tmpdir(), 'crosspoint-check-'));
const issuer = createServer();
let keysUrl: string;

beforeAll(async () => {
  const { publicKey } = await generateKeyPair('RS256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] });
  issuer.on('request', ({ url }, response) => {
    response.writeHead(url === '/keys' ? 200 : 404, { 'content-type': 'application/json' }).end(keys);
  });
  issuer.listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  keysUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`;
});
afterAll(() => {
  issuer.close();
  rmSync(folder, { recursive: true, force: true });
});

let written = 0;
/** What `check` says of a configuration whose one account cannot be reached. */
async function checked(settings: object): Promise<string> {
  written += 1;
  const file = join(folder, `${written}.yaml`);
  const accounts = [{ id: 'wfo', vendor: 'recorder', url: NOWHERE }];
  writeFileSync(file, JSON.stringify({ accounts, auth: jwt(keysUrl), ...settings }));
  const program = startProgram(['check', '--output', 'text', '--config', file]);
  expect(await program.ended()).toBe(1);
  expect(program.output()).toMatch(/^FAIL {2}wfo: UNAVAILABLE /m);
  return program.output();
}

function documents(texts: object): string {
  written += 1;
  const file = join(folder, `${written}.json`);
  writeFileSync(file, JSON.stringify(texts));
  return file;
}

const jwt = (jwks: string) => ({ jwt: { issuer: 'https://login.example', audience: 'crosspoint', jwks } });

describe('the parts of a configuration other than accounts', () => {
  test('are checked: each address of a webhook, without a message to it', async () => {
    const webhook = (id: string, url: string, more = {}) => ({
      id,
      url,
      secrets: [`whsec_${'A'.repeat(43)}=`],
      ...more,
    });
    const said = await checked({
      webhooks: [
        webhook('reached', keysUrl, { allowPrivate: true }),
        webhook('private', keysUrl),
        webhook('named', keysUrl.replace('127.0.0.1', 'localhost')),
        webhook('down', 'http://127.0.0.1:9/events', { allowPrivate: true }),
        webhook('disabled', 'http://127.0.0.1:9/events', { enabled: false }),
      ],
    });
    expect(said).toMatch(/^ok {4}webhooks\.reached: can be connected to$/m);
    for (const id of ['private', 'named'])
      expect(said).toMatch(
        new RegExp(`^FAIL {2}webhooks\\.${id}: INVALID_ARGUMENT The webhook points into a private network$`, 'm'),
      );
    expect(said).toMatch(/^FAIL {2}webhooks\.down: UNAVAILABLE The webhook cannot be reached \(ECONNREFUSED\)$/m);
    expect(said).not.toContain('webhooks.disabled');
  });

  test("are checked: the issuer's keys and the documents", async () => {
    const said = await checked({
      auth: jwt(keysUrl),
      documents: documents({ names: '{ agents(first: 1) { totalCount } }' }),
    });
    expect(said).toMatch(/^ok {4}auth\.jwt\.jwks: 1 keys$/m);
    expect(said).toMatch(/^ok {4}documents: 1 documents can run$/m);
  });

  test('are reported where they fail, without a credential', async () => {
    const said = await checked({
      auth: jwt(keysUrl.replace('keys', 'nothing')),
      documents: documents({ wrong: '{ nothing }' }),
      redis: { url: 'redis://someone:seeded-secret@127.0.0.1:9' },
    });
    expect(said).toMatch(/^FAIL {2}auth\.jwt\.jwks: UNAVAILABLE The issuer's keys cannot be had$/m);
    expect(said).toMatch(
      /^FAIL {2}documents: INVALID_ARGUMENT [\s\S]*document wrong cannot run: Cannot query field "nothing"/m,
    );
    expect(said).toMatch(/^FAIL {2}redis: UNAVAILABLE Redis does not answer \(ECONNREFUSED\)$/m);
    expect(said).not.toContain('seeded-secret');
  });

  describe.skipIf(noRedis !== null)('of Redis', () => {
    const started: TestRedis[] = [];
    afterAll(() => Promise.all(started.map((redis) => redis.dispose())));

    test('reports that it answers, and what it may lose', async () => {
      const said = async (durable: boolean) => {
        const redis = await startRedis(durable);
        started.push(redis);
        return checked({ redis: { url: redis.url } });
      };
      expect(await said(true)).toMatch(/^ok {4}redis: answers, version \d\S+$/m);
      if (!process.env.REDIS_URL) expect(await said(false)).toMatch(/^note {2}redis: it keeps no append-only file/m);
    });
  });
});

test('what an account costs that is polled always is said, in requests an hour', async () => {
  const accounts = [{ id: 'wfo', vendor: 'recorder', url: NOWHERE, record: 'always' }];
  expect(await checked({ accounts })).toMatch(
    /^note {2}wfo: record: always reads the list of calls 360 times an hour, and up to 3,600 times while something changes$/m,
  );
});
