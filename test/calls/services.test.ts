import { afterEach, expect, test } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendor as recorderVendor } from '../../src/adapters/recorder/index.ts';
import { connectTo, scriptedDesk } from '../five9-cti/scripted.ts';
import { dependencies, startRecorder } from '../recorder/dependencies.ts';
import { gatewayOver } from '../unified/world.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Calls until the breaker refuses. */
async function fail(call: () => Promise<unknown>): Promise<void> {
  for (let made = 0; made < 25; made += 1) {
    const error = await call().catch((thrown: unknown) => thrown);
    if ((error as { vendorCode?: string }).vendorCode === 'BREAKER_OPEN') return;
  }
  throw new Error('no breaker opened');
}

const states = ({ guards = [] }: Adapter) => guards.map(({ service, breaker }) => [service, breaker.state]);
const statusOf = async (adapter: Adapter) =>
  (await gatewayOver([adapter]).ask('{ accounts { status lastError { code vendorCode } } }')).data.accounts[0];

test('a desk that is off affects no other desk of the account', async () => {
  const [ann, bob] = [await scriptedDesk(), await scriptedDesk()];
  open.push(
    () => ann.close(),
    () => bob.close(),
  );
  const adapter = connectTo([
    { agent: 'ann', url: ann.url },
    { agent: 'bob', url: bob.url },
  ]);
  open.push(() => adapter.close());
  ann.service.trouble({ kind: 'down' });
  await fail(() => adapter.call('getStatus', { desk: 'ann' }, {}));
  expect(states(adapter)).toEqual([
    ['desk ann', expect.stringMatching(/OPEN/)],
    ['desk bob', 'CLOSED'],
  ]);
  expect(await adapter.call('getStatus', { desk: 'bob' }, {})).toMatchObject({ loggedIn: true });
  expect(await adapter.agents?.({}, {})).toMatchObject({ items: [{ nativeId: 'bob' }], truncated: true });
  expect(await statusOf(adapter)).toEqual({
    status: 'DEGRADED',
    lastError: { code: 'UNAVAILABLE', vendorCode: 'BREAKER_OPEN' },
  });
});

test('commands reach a recorder whose web service fails', async () => {
  const { recorder, settings } = await startRecorder();
  open.push(() => recorder.close());
  const adapter = recorderVendor.connect('wfo', settings, dependencies());
  open.push(() => adapter.close());
  recorder.trouble({ kind: 'down', operation: 'EXPORT' });
  const input = { UNIQUEFIELD: 'ident', UNIQUEID: '1', MEDIA_FORMAT: 'WAV' };
  await fail(() => adapter.call('EXPORT', input, {}));
  expect(states(adapter)).toEqual([
    ['', 'CLOSED'],
    ['web', expect.stringMatching(/OPEN/)],
  ]);
  expect(await adapter.call('TEST', {}, {})).toMatchObject({ RESULTTYPE: 'API_OK' });
});

test('a recorder that refuses requests or is busy opens no breaker', async () => {
  const { recorder, settings } = await startRecorder();
  open.push(() => recorder.close());
  const adapter = recorderVendor.connect('wfo', settings, dependencies());
  open.push(() => adapter.close());
  for (const label of ['API_DEVICE_INVALID', 'API_ERROR_NO_FREE_CHANNELS', 'API_COMMAND_QUEUE_FULL']) {
    recorder.refuse(label, { times: 40 });
    await expect(fail(() => adapter.call('SYSTEMSTATUS', {}, {}))).rejects.toThrow('no breaker opened');
  }
  expect(states(adapter)[0]).toEqual(['', 'CLOSED']);
});
