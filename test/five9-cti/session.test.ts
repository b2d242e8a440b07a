import { afterEach, expect, test } from 'vitest';
import { connectTo, scriptedDesk } from './scripted.ts';

const LOGIN = { password: 'of-the-file', stationId: '4001', stationType: 'SOFTPHONE', userName: 'ann.adams' };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function desk(login: object | undefined) {
  const scripted = await scriptedDesk();
  const adapter = connectTo([{ agent: 'ann', url: scripted.url, ...(login && { login }) }]);
  open.push(
    () => adapter.close(),
    () => scripted.close(),
  );
  return { ...scripted, adapter };
}

test('logging in takes what the caller leaves out from the settings, and sends it once', async () => {
  const { adapter, asked } = await desk(LOGIN);
  await adapter.agentLogin?.('ann', {}, {});
  await adapter.agentLogin?.('ann', { station: '4002', stationType: 'PSTN', password: 'of-the-caller' }, {});
  expect(asked.filter(([operation]) => operation === 'login').map(([, input]) => input)).toEqual([
    LOGIN,
    { ...LOGIN, stationId: '4002', stationType: 'PSTN', password: 'of-the-caller' },
  ]);
});

test('a desk without settings for it needs them told', async () => {
  const { adapter, asked } = await desk(undefined);
  await expect(adapter.agentLogin?.('ann', { password: 'x' }, {})).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    argumentPath: ['station'],
  });
  expect(asked).toEqual([]);
});

test('logging out without a reason asks for none', async () => {
  const { adapter, asked } = await desk(undefined);
  await adapter.agentLogout?.('ann', {}, {});
  expect(asked).toEqual([['logout', { reasonId: null }]]);
});
