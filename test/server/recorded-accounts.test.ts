import { afterAll, beforeAll, expect, test } from 'vitest';
import { RecordedAccounts } from '../../src/server/recorded-accounts.ts';
import { untilAnswer } from '../helpers/until.ts';
import { idle, openScene, type Scene } from '../scenarios/stage.ts';
import { ACCOUNTS } from './gateway.ts';

const EVENTS =
  '{ events(first: 100, filter: { kinds: [CALL] }) { edges { node { ... on CallEvent { call { to } } } } } }';
const NUMBER = '+16145550177';

let scene: Scene;
beforeAll(async () => {
  const settings = { 'remote-control': { record: 'always' } };
  scene = await openScene({ seed: 11, vendors: ['remote-control'], settings });
}, 60_000);
afterAll(() => scene.close());

test('the calls of an account without a stream are recorded although nothing subscribes', async () => {
  const person = idle(scene.world, 'remote-control');
  const call = { person, campaign: null, direction: 'OUTBOUND', customerNumber: NUMBER, customerName: '' } as const;
  const placed = scene.world.place(call);
  scene.world.answer(placed);
  let asked = 0;
  await untilAnswer(
    async () => {
      asked += 1;
      // What the first look finds is state, not news; its end is.
      if (asked === 100) scene.world.hangUp(placed);
      return JSON.stringify(await scene.ask(EVENTS));
    },
    (events) => events.includes(NUMBER),
  );
}, 60_000);

test('those of a reloaded configuration are watched, each once, and others no more', () => {
  const watched: string[] = [];
  const recorded = new RecordedAccounts((_, accounts) => {
    const [id = ''] = accounts;
    watched.push(id);
    return () => watched.splice(watched.indexOf(id), 1);
  });
  const configure = (records: Readonly<Record<string, 'always' | 'watched'>>) =>
    recorded.set(Object.entries(records).map(([id, record]) => ({ id, record }) as never));
  configure({ one: 'always', two: 'watched' });
  configure({ one: 'always', two: 'always' });
  expect(watched).toEqual(['one', 'two']);
  configure({ two: 'always' });
  configure({ two: 'watched', one: 'always' });
  expect(watched).toEqual(['one']);
});

test('another word than those is refused', async () => {
  const gateway = scene.gateway;
  const [account] = gateway.accounts;
  expect(account).toMatchObject({ id: ACCOUNTS['remote-control'], record: 'always' });
  const accounts = gateway.accounts.map(({ id, vendor, ...rest }) => ({ ...rest, id, vendor, record: 'sometimes' }));
  await expect(async () => gateway.reload({ accounts })).rejects.toThrow(/accounts\[0\]\.record/);
});
