import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createApiKey } from '../../src/server/auth.ts';
import { until, untilAnswer } from '../helpers/until.ts';
import { ask, openSocket, type Program, startProgram } from './process.ts';

/** What loses its rights ends within 5 s on an idle machine; one that runs other tests may take several times as long. */
const PROMISED = 25_000;

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-reload-'));
const file = join(folder, 'crosspoint.yaml');
const hashFile = join(folder, 'guest.hash');
const [admin, guest, next] = [createApiKey(), createApiKey(), createApiKey()];
const bearer = ({ key }: { key: string }) => ({ authorization: `Bearer ${key}` });
const keyOf = (id: string, hash: string, more = {}) => ({ id, hash, scopes: ['admin'], ...more });

/** A vendor that accepts connections and never answers. */
let silent: Server;
let gateway: Program;
let url: string;

function configuration(keys: readonly object[], { limits = {}, ...more } = {}) {
  const { port } = silent.address() as { port: number };
  const account = { id: 'outreach', vendor: 'engage', url: `http://127.0.0.1:${port}/`, username: 'u', password: 'p' };
  const org = { type: 'Account', internalId: '1' };
  return {
    port: 0,
    host: '127.0.0.1',
    accounts: [{ ...account, org }],
    events: { file: ':memory:' },
    ...more,
    auth: { keys },
    limits: { accountMilliseconds: 20_000, ...limits },
  };
}

/** Puts a file in place by a rename, as editors and deployments do. */
function write(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const both = (more = {}) => [keyOf('admin', admin.hash), keyOf('guest', `\${file:${hashFile}}`, more)];
const put = (keys: readonly object[], more = {}) => write(file, stringify(configuration(keys, more)));
const status = async (of: { key: string }) =>
  (
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(of) },
      body: '{"query":"{__typename}"}',
    })
  ).status;

async function subscribed(of: { key: string }) {
  const client = openSocket(url, bearer(of));
  let code: number | undefined;
  client.on('closed', (event) => {
    code = (event as { code: number }).code;
  });
  const events = client.iterate({ query: 'subscription { accountChanged { account { key } } }' });
  const connected = new Promise((resolve) => client.on('connected', resolve));
  events.next().catch(() => undefined);
  await connected;
  return { client, code: () => code };
}

/** Begins a streamed answer; its text comes when it ends. */
async function streamed(of: { key: string }): Promise<{ text: Promise<string> }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...bearer(of) },
    body: JSON.stringify({ query: 'subscription { accountChanged { account { key } } }' }),
  });
  return { text: answer.text().catch((error: unknown) => String(error)) };
}

beforeAll(async () => {
  silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterAll(() => {
  silent.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  writeFileSync(hashFile, `${guest.hash}\n`);
  put(both());
  gateway = startProgram(['serve', '--config', file], { LOG_LEVEL: 'info' });
  url = (await gateway.says(/(http:\/\/\S+\/graphql)/))[1] ?? '';
}, 30_000);
afterEach(async () => void (await gateway.stop()));

describe('A5, D7: a running gateway', () => {
  test('ends what runs for a key that is deleted from its file, within seconds, and nothing of other keys', async () => {
    const [gone, others] = [await subscribed(guest), await subscribed(admin)];
    const hanging = ask(url, '{ campaigns(first: 1) { sources { count } } }', {}, bearer(guest)).catch(
      (error: unknown) => error,
    );
    const stream = await streamed(guest);
    const began = Date.now();
    put([keyOf('admin', admin.hash)]);
    await until(() => gone.code(), 'the socket closed', PROMISED);
    await untilAnswer(
      () => status(guest),
      (code) => code === 401,
      PROMISED,
    );
    expect(await hanging).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await stream.text).toMatch(/^retry: /);
    expect(Date.now() - began).toBeLessThan(PROMISED);
    expect(gone.code()).toBe(4403);
    expect([await status(admin), others.code()]).toEqual([200, undefined]);
    await others.client.dispose();
  });

  test('takes another key from the file of a secret', async () => {
    const gone = await subscribed(guest);
    write(hashFile, next.hash);
    await until(() => gone.code(), 'the socket closed', PROMISED);
    expect([await status(guest), await status(next), await status(admin)]).toEqual([401, 200, 200]);
  });

  test('refuses whole a file that is not valid, names the path and the reason, and continues with the one before', async () => {
    const gone = await subscribed(guest);
    put([keyOf('admin', admin.hash, { scopes: ['calls:raed'] })]);
    await gateway.says(/auth\.keys\[0\]\.scopes\[0\].*must be one of/);
    expect(gateway.output()).toContain('the former one stays in force');
    write(file, 'auth: [');
    await gateway.says(/is not YAML/);
    rmSync(file);
    await gateway.says(/cannot be read \(ENOENT\)/);
    expect([await status(guest), await status(admin), gone.code()]).toEqual([200, 200, undefined]);
    put([keyOf('admin', admin.hash)]);
    await until(() => gone.code(), 'the socket closed', PROMISED);
  });

  test('reloads on SIGHUP and names what a restart is needed for', async () => {
    put(both({ accounts: [] }), { limits: { depth: 7 }, host: '127.0.0.2', media: { seconds: 60 } });
    gateway.process.kill('SIGHUP');
    await gateway.says(/Restart needed for [^"]*\bmedia\b/);
    expect(gateway.output()).toMatch(/Restart needed for [^"]*\bhost\b/);
    expect(gateway.output()).toMatch(/The configuration is reloaded: auth, limits/);
    expect((await ask(url, '{ accounts { key } }', {}, bearer(guest))).data).toEqual({ accounts: [] });
    expect((await ask(url, '{ accounts { key } }', {}, bearer(admin))).data).toEqual({
      accounts: [{ key: 'outreach' }],
    });
  });
});
