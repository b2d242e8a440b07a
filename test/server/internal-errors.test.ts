import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Vendor } from '../../src/adapters/vendor.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { checkConfiguration } from '../../src/config/configuration.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { type Application, startApplication } from '../../src/server/application.ts';
import { createApiKey } from '../../src/server/auth.ts';
import { createLog } from '../../src/server/logging.ts';
import { ask, openSocket } from '../program/process.ts';
import { selects } from './fields.ts';

const SECRETS = ['hunter2', 'dXNlcjpwYXNz', 'eyJhbGciOiJub25lIn0', 'tkn-4711', '4111111111111111'];

/** A vendor whose adapter has a mistake that carries secrets. */
const faulty: Vendor = {
  ...(vendors.find(({ key }) => key === 'engage') as Vendor),
  connect: (account) => ({
    account,
    vendor: 'ENGAGE',
    call: async () => {
      const cause = new Error(
        'GET https://user:hunter2@vendor.example/?token=tkn-4711 failed, Bearer eyJhbGciOiJub25lIn0',
      );
      throw Object.assign(
        new Error('password=hunter2 Authorization: Basic dXNlcjpwYXNz card 4111 1111 1111 1111', { cause }),
        {
          request: {
            headers: { authorization: 'Basic dXNlcjpwYXNz', cookie: 'TokenKey=tkn-4711' },
            body: '4111111111111111',
          },
        },
      );
    },
    check: async () => 'fine',
    close: async () => {},
  }),
};

const { key, hash } = createApiKey();
const header = { authorization: `Bearer ${key}` };
const lines: string[] = [];
let application: Application;
let field: string;

beforeAll(async () => {
  const file = {
    ...{ port: 0, host: '127.0.0.1', events: { file: ':memory:' } },
    accounts: [
      {
        id: 'one',
        vendor: 'engage',
        url: 'http://127.0.0.1:1',
        username: 'u',
        password: 'hunter2',
        org: { internalId: '1', type: 'Account' },
      },
    ],
    auth: { keys: [{ id: 'admin', hash, scopes: ['admin'] }] },
  };
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const all = vendors.map((vendor) => (vendor.key === 'engage' ? faulty : vendor));
  application = await startApplication(checkConfiguration(file, all), { log, vendors: all });
  const fields = Object.values(buildGatewaySchema(vendors).getQueryType()?.getFields() ?? {});
  const first = fields.find(({ name }) => name.startsWith('engage_'));
  field = first ? selects(first) : '';
});
afterAll(() => application.close());

function expectSilence(text: string): void {
  for (const secret of SECRETS) expect(text.replace(/[ -]/g, '')).not.toContain(secret);
}

test('an internal error is masked, and its message is in the log alone, under the request id (H18)', async () => {
  const answer = await ask(application.url, `{ ${field} }`, {}, header);
  const [error] = answer.errors ?? [];
  expect(error).toMatchObject({ message: 'Internal error', extensions: { code: 'INTERNAL', retryable: false } });
  expect(Object.keys(error?.extensions ?? {}).sort()).toEqual(['code', 'requestId', 'retryable']);
  expectSilence(JSON.stringify(answer));
  const logged = lines
    .map((line) => JSON.parse(line))
    .find(({ requestId }) => requestId === error?.extensions.requestId);
  expect(logged).toMatchObject({ level: 50, err: { message: expect.stringContaining('password=[redacted]') } });
  expect(logged.err.stack).toContain('internal-errors.test');
});

test('an internal error over a socket is masked and logged once (H18)', async () => {
  const socket = openSocket(application.url, header);
  const { value } = await socket.iterate({ query: `{ ${field} }` }).next();
  await socket.dispose();
  const [error] = value?.errors ?? [];
  expect(error).toMatchObject({ message: 'Internal error', extensions: { code: 'INTERNAL' } });
  const logged = lines
    .map((line) => JSON.parse(line))
    .filter(({ requestId }) => requestId === error?.extensions?.requestId);
  expect(logged).toHaveLength(1);
});

test.each(['err', 'cause'])('an error logged as %s has its message and no other properties', (name) => {
  const logged: string[] = [];
  const log = createLog('debug', { write: (line) => void logged.push(line) });
  const refused = Object.assign(new Error('OOM command not allowed'), {
    command: { name: 'xadd', args: ['hunter2'] },
  });
  log.error({ [name]: refused }, 'Redis refuses to store events');
  expect(JSON.parse(logged[0] ?? '')[name]).toMatchObject({ name: 'Error', message: 'OOM command not allowed' });
  expectSilence(logged.join(''));
});

test('no line of the log contains a secret (H18, P6)', () => {
  expect(lines.length).toBeGreaterThan(1);
  expectSilence(lines.join('\n'));
  expect(lines.join('\n')).not.toContain(key);
});
