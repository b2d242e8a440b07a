/** X10: of several recordings with one value in a column the recorder sends the newest, which need not be the meant one. */
import { afterEach, expect, test } from 'vitest';
import { createClient } from '../../src/adapters/recorder/client.ts';
import { settings as settingsShape } from '../../src/adapters/recorder/settings.ts';
import { dependencies, startRecorder } from './dependencies.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function connected() {
  const { recorder } = await startRecorder();
  const client = createClient(settingsShape.parse(recorder.settings), { account: 'wfo', log: dependencies().log });
  open.push(recorder, client);
  return { recorder, client };
}

test.each(['ani', 'device_id', 'user8', 'callid', 'globalid', 'idents'])(
  'X10: an export by the column %s is refused and not sent',
  async (column) => {
    const { client, recorder } = await connected();
    const input = { UNIQUEFIELD: column, UNIQUEID: '1', MEDIA_FORMAT: 'WAV' } as const;
    const refusal = { code: 'INVALID_ARGUMENT', argumentPath: ['UNIQUEFIELD'] };
    await expect(client.call('EXPORT', input, {})).rejects.toMatchObject(refusal);
    await expect(client.stream('EXPORT', input, {})).rejects.toMatchObject(refusal);
    expect(recorder.received.get('EXPORT')).toBeUndefined();
  },
);

test.each(['ident', 'Ident', 'IDENT'])('X10: an export by %s sends the recording of that id', async (column) => {
  const { client, recorder } = await connected();
  const finished = recorder.recordings().find(({ state }) => state === 'STOPPED');
  const input = { UNIQUEFIELD: column, UNIQUEID: String(finished?.recordId), MEDIA_FORMAT: 'WAV' } as const;
  expect(await client.call('EXPORT', input, {})).toMatchObject({ LENGTH: expect.any(Number) });
});

test('X10: a combined e-mail by another column than IDENT is refused and not sent', async () => {
  const { client, recorder } = await connected();
  const input = { TOADDRESS: 'ann@example.com', IDENT: '1', UNIQUEID: 'user8' };
  await expect(client.call('COMBINEDEMAIL', input, {})).rejects.toMatchObject({ argumentPath: ['UNIQUEID'] });
  expect(recorder.mailed).toEqual([]);
});
