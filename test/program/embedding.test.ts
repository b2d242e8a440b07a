import { expect, test } from 'vitest';
import { createGateway } from '../../src/index.ts';
import { ask } from './process.ts';

const key = `sha256:${'0'.repeat(64)}`;
const configuration = {
  host: '127.0.0.1',
  accounts: [{ id: 'wfo', vendor: 'recorder', url: 'tcp://127.0.0.1:9' }],
  auth: { keys: [{ id: 'reader', hash: key, scopes: ['calls:read'] }] },
  events: { file: ':memory:' },
};

test('An embedded gateway serves an object in the form of the file, takes another one and ends', async () => {
  const gateway = await createGateway(configuration, { logLevel: 'silent', port: 0 });
  const { errors } = await ask(gateway.url, '{ accounts { key } }');
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  const reloaded = { ...configuration, origins: ['https://desk.example'], media: { seconds: 60 } };
  expect(await gateway.reload(reloaded)).toEqual({ applied: ['origins'], restart: ['media'] });
  await gateway.close();
  await expect(fetch(gateway.url)).rejects.toThrow();
});

test('A configuration that is not valid is refused with the path of each problem', async () => {
  const wrong = { ...configuration, prot: 1, accounts: [{ id: 'wfo', vendor: 'recorder' }] };
  await expect(createGateway(wrong)).rejects.toThrow(/prot: unknown key/);
  await expect(createGateway('no-such-file.yaml')).rejects.toThrow(/no-such-file\.yaml: cannot be read/);
});
