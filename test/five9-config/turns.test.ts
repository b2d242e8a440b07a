import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { CrosspointError } from '../../src/adapters/errors.ts';
import { standIn, texts } from './stand-in.ts';

const INFO = (name: string) =>
  `<return><firstName>F</firstName><lastName>L</lastName><userName>${name}</userName></return>`;

// D2: an act whose turn comes with less time left than its vendor usually takes is not sent.
test('of more updates than fit into the time those that fit are done, and the rest is refused as not sent (D2)', async () => {
  const { adapter, sent } = await standIn(
    async ({ operation, body }) => {
      await pause(150);
      return operation === 'getUsersGeneralInfo' ? INFO(texts(body, 'userNamePattern')[0] ?? '') : '';
    },
    { deadline: 3_000 },
  );
  const names = Array.from({ length: 24 }, (_, at) => `user${at}`);
  const outcomes = await Promise.all(
    names.map((name) =>
      (adapter.agentUpdate?.(name, { lastName: 'New' }, {}) ?? Promise.reject()).then(
        () => 'done',
        ({ code, message }: CrosspointError) => (/not sent/.test(message) ? `${code}, not sent` : `${code} ${message}`),
      ),
    ),
  );
  const done = outcomes.filter((outcome) => outcome === 'done').length;
  expect(new Set(outcomes)).toEqual(new Set(['done', 'UNAVAILABLE, not sent']));
  expect(done).toBe(sent('modifyUser').length);
  expect(done).toBeGreaterThan(4);
});

test.each([
  ['two users', ['u1', 'u2'], 40, 150],
  ['one slow user', ['u1'], 8, 400],
] as const)(
  'of updates over %s none is sent that its answer cannot follow in time (D2)',
  async (_, users, count, latency) => {
    const answer = async ({ operation, body }: { operation: string; body: string }) => {
      await pause(latency);
      return operation === 'getUsersGeneralInfo' ? INFO(texts(body, 'userNamePattern')[0] ?? '') : '';
    };
    const { adapter, sent } = await standIn(answer, { deadline: 3_000 }, users);
    const names = Array.from({ length: count }, (_unused, at) => `user${at}`);
    const acts = names.map((name) => adapter.agentUpdate?.(name, { lastName: 'New' }, {}));
    const outcomes = await Promise.allSettled(acts);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.message] : []));
    for (const message of refused) expect(message).toMatch(/not sent/);
    expect(sent('modifyUser')).toHaveLength(count - refused.length);
    expect(count - refused.length).toBeGreaterThan(0);
  },
);

test('a slow operation is sent when a user is free, however long it usually takes', async () => {
  const { adapter } = await standIn(
    async () => {
      await pause(700);
      return '';
    },
    { deadline: 1_000 },
  );
  for (let asked = 0; asked < 3; asked += 1) expect(await adapter.call('getSkills', {}, {})).toEqual([]);
});

test('with one user a caller waits for a change as long as it asked to, and others are served meanwhile', async () => {
  const states = ['STOPPING', 'NOT_RUNNING'];
  const { adapter, sent } = await standIn(({ operation }) =>
    operation === 'getCampaignState' ? `<return>${states.shift()}</return>` : '',
  );
  const waiting = adapter.call('getCampaignState', { campaignName: 'x', waitUntilChange: '1' }, {});
  expect(await adapter.call('getSkills', {}, {})).toEqual([]);
  expect(states).toHaveLength(1);
  expect(await waiting).toBe('NOT_RUNNING');
  expect(sent('getCampaignState').map(({ body }) => texts(body, 'waitUntilChange'))).toEqual([['0'], ['0']]);
});

test('with several users the vendor is sent the wait of the caller as it is', async () => {
  const { adapter, sent } = await standIn(() => '<return>false</return>', {}, ['u1', 'u2']);
  await adapter.call('isReportRunning', { identifier: 'r', timeout: '30' }, {});
  expect(sent('isReportRunning').map(({ body }) => texts(body, 'timeout'))).toEqual([['30']]);
});
