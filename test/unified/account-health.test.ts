import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { startGateway, type TestGateway } from '../server/gateway.ts';
import { ACCOUNTS } from './acts/centre.ts';

const SYSTEM =
  'system { diskTotalMegabytes diskFreeMegabytes diskFreePercent memoryUsedPercent uptime channels { state count } }';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    vendors: ['recorder', 'five9-cti'],
    grants: { wallboard: { scopes: ['calls:read'] } },
  });
}, 30_000);
afterAll(() => gateway.close());

async function health(show: string, account: string, key?: string) {
  const { data, errors } = await gateway.ask(`{ accounts { key health { ${show} } } }`, {}, key);
  return { health: data.accounts.find((one: { key: string }) => one.key === account).health, errors };
}

test('the recorder’s disk, memory and channels are those that it reports', async () => {
  const { health: shown } = await health(SYSTEM, ACCOUNTS.recorder);
  const { data } = await gateway.ask(
    '{ status: recorder_SYSTEMSTATUS { RECORDINGTOTALDISKFREE SYSTEMUPTIME } channels: recorder_CHANNELS { CHANNELS { STATE } } }',
  );
  const { system } = shown;
  expect(system).toMatchObject({ diskTotalMegabytes: 476_819, memoryUsedPercent: 48 });
  // Recordings go on between the two reads.
  expect(Math.abs(system.diskFreeMegabytes - data.status.RECORDINGTOTALDISKFREE)).toBeLessThan(10);
  expect(system.diskFreePercent).toBeCloseTo((system.diskFreeMegabytes / 476_819) * 100, 1);
  expect(system.uptime).toMatch(/^\d+ days, /);
  const count = system.channels.reduce((sum: number, one: { count: number }) => sum + one.count, 0);
  expect(count).toBe(data.channels.CHANNELS.length);
});

test('an account whose vendor reports nothing of its machine has no system, and is not asked for it', async () => {
  const { health: shown, errors } = await health(SYSTEM, ACCOUNTS['five9-cti']);
  expect([shown, errors]).toEqual([{ system: null }, undefined]);
});

test('a caller without recordings:read sees when an account answered, and nothing of its machine', async () => {
  const { health: shown, errors } = await health(`lastAnswerAt ${SYSTEM}`, ACCOUNTS.recorder, 'wallboard');
  expect(shown.system).toBeNull();
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'PERMISSION_DENIED' });
  expect(Date.now() - Date.parse(shown.lastAnswerAt)).toBeLessThan(60_000);
});

test('the latest event of a stream has the time of its receipt and its lag', async () => {
  const socket = gateway.socket();
  const stop = socket.subscribe(
    { query: 'subscription { callChanged { type } }' },
    { next: () => {}, error: () => {}, complete: () => {} },
  );
  const { centre } = gateway.centre;
  const person = centre.people.find(({ carrier, presence }) => carrier === 'five9-cti' && presence === 'READY');
  const place = () => {
    if (person && centre.liveCalls(person).length === 0) centre.answer(centre.dial(person, '+16145550143', null));
  };
  const shown = await untilAnswer(
    async () => {
      place();
      return (await health('lastEventAt eventLagSeconds', ACCOUNTS['five9-cti'])).health;
    },
    (one) => one.lastEventAt !== null,
  );
  expect(Date.now() - Date.parse(shown.lastEventAt)).toBeLessThan(60_000);
  expect(shown.eventLagSeconds === null || shown.eventLagSeconds < 60).toBe(true);
  stop();
  await socket.dispose();
});

test('a recorder that refuses costs its system alone, with the reason', async () => {
  gateway.simulator('recorder').trouble({ kind: 'fault-200', operation: 'SYSTEMSTATUS', times: 1 });
  const { health: shown, errors } = await health(SYSTEM, ACCOUNTS.recorder);
  expect(shown).toEqual({ system: null });
  expect(errors?.[0]?.extensions).toMatchObject({ account: ACCOUNTS.recorder });
}, 30_000);
