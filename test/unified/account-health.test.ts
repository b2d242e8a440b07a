import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vendors } from '../../src/adapters/vendors.ts';
import { handleOf } from '../../src/gateway/account-handle.ts';
import { healthView } from '../../src/resolvers/account-health.ts';
import { quietLog } from '../../src/server/logging.ts';
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
  // Recordings continue between the two reads.
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

test('breakers are counted by kind of service, and drift by kind', async () => {
  const vendor = vendors.find(({ key }) => key === 'five9-cti');
  if (!vendor) throw new Error('there is no five9-cti');
  const desks = ['ada', 'bob', 'eve'].map((agent) => ({ agent, url: 'http://127.0.0.1:9/agent' }));
  const adapter = vendor.connect('acme', vendor.settings.parse({ desks }), { log: quietLog, now: () => new Date() });
  const [guard] = adapter.guards ?? [];
  for (let failures = 0; failures < 20; failures += 1) {
    const era = guard?.breaker.enter() ?? null;
    if (era !== null) guard?.breaker.ended(era, 'FAILED');
  }
  expect(() => guard?.check()).toThrow(/circuit breaker is open/);
  adapter.drift?.note('UNKNOWN_FIELD', 3);
  const { breakers, drift } = healthView(handleOf(adapter, quietLog));
  expect(breakers).toEqual([{ service: 'desk', closed: 2, halfOpen: 0, open: 1, openings: 1, refusals: 1 }]);
  expect(drift).toEqual([{ kind: 'UNKNOWN_FIELD', count: 3 }]);
  await adapter.close();
});

test('any caller sees the breakers of an account and its readings of the guide, the chosen ones marked', async () => {
  const chosen = await startGateway({
    vendors: ['five9-cti'],
    settings: { 'five9-cti': { readings: { 'parked-calls': 'in-status' } } },
    grants: { wallboard: { scopes: ['calls:read'] } },
  });
  const show = 'health { breakers { service open } drift { kind } } readings { question reading meaning chosen }';
  const { data, errors } = await chosen.ask(`{ accounts { ${show} } }`, {}, 'wallboard');
  await chosen.close();
  expect(errors).toBeUndefined();
  const [{ health, readings }] = data.accounts;
  expect(health).toEqual({ breakers: [{ service: 'desk', open: 0 }], drift: [] });
  const shown = readings.filter(({ question }: { question: string }) => /^(parked-calls|consult-call)$/.test(question));
  expect(shown).toEqual([
    {
      question: 'parked-calls',
      reading: 'in-status',
      meaning: 'A parked call stays in currentCall until it ends.',
      chosen: true,
    },
    { question: 'consult-call', reading: 'one-call', meaning: 'Only the first call is listed.', chosen: false },
  ]);
}, 30_000);
