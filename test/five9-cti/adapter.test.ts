/** An account of Five9 CTI as the gateway sees it, and the end of it. */
import { afterEach, expect, it } from 'vitest';
import { until } from '../helpers/until.ts';
import { collect, connectTo, scriptedDesk } from './scripted.ts';

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const DESKS = [{ agent: 'ann', url: 'http://127.0.0.1:9/agent' }];

it('an account reports its listening and its queues, one for each campaign, and has a guard for each desk', async () => {
  const adapter = connectTo([...DESKS, { agent: 'bob', url: 'http://127.0.0.1:9/agent' }]);
  cleanups.push(() => adapter.close());
  expect(adapter).toMatchObject({
    ...{ account: 'floor', vendor: 'FIVE9_CTI', reportsListening: true, reportsQueue: true, queuePerCampaign: true },
  });
  expect(adapter.guards?.map(({ account, service }) => [account, service])).toEqual([
    ['floor', 'desk ann'],
    ['floor', 'desk bob'],
  ]);
  expect(Object.hasOwn(adapter, 'callingCode')).toBe(false);
  const national = connectTo(DESKS, { callingCode: '44' });
  cleanups.push(() => national.close());
  expect(national.callingCode).toBe('44');
});

it('an account that is closed ends its readers and removes its registration', async () => {
  const desk = await scriptedDesk();
  cleanups.push(desk.close);
  const adapter = connectTo([{ agent: 'ann', url: desk.url }]);
  const stream = collect(adapter.events as never);
  await until(() => desk.service.received.get('checkEvent') !== undefined);
  await adapter.close();
  expect(desk.service.received.get('removeListener')).toBe(1);
  await stream.stop();
});
