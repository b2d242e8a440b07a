/** Parties of a conference: shown as the desk's events report them, removed and parked by their keys, and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeId } from '../../../src/access/global-id.ts';
import type { SimulatedPerson } from '../../../src/simulators/centre/model.ts';
import type { RunningFive9Cti } from '../../../src/simulators/five9-cti/index.ts';
import { untilAnswer } from '../../helpers/until.ts';
import { ACCOUNTS, type ActsGateway, idle, startActs } from './centre.ts';

const FLOOR = ACCOUNTS['five9-cti'];
const SHOW = 'call { state parties { key title } }';
const ACTS = [
  ['callPartyRemove', 'removeConferenceParticipant'],
  ['callPartyPark', 'parkConferenceParticipant'],
] as const;

let gateway: ActsGateway;
beforeAll(async () => {
  gateway = await startActs({ vendors: ['five9-cti', 'remote-control'] });
}, 30_000);
afterAll(() => gateway.close());

const received = (operation: string) => gateway.simulator('five9-cti').received.get(operation) ?? 0;

interface Shown {
  readonly state: string;
  readonly parties: readonly { readonly key: string; readonly title: string | null }[];
}

async function shown(id: string): Promise<Shown> {
  const { data } = await gateway.ask(
    `query ($id: ID!) { call: node(id: $id) { ... on Call { state parties { key title } } } }`,
    { id },
  );
  return data.call;
}

/** A call with further parties, which the desk's events have reported. */
async function conference(...numbers: readonly string[]) {
  const { centre } = gateway.centre;
  const person = idle(centre, ({ carrier }) => carrier === 'five9-cti');
  const call = centre.dial(person, '+16145550143', null);
  centre.answer(call);
  const id = writeId('Call', FLOOR, `${person.userName}/${call.id}`);
  await untilAnswer(
    () => shown(id),
    (node) => node?.state === 'CONNECTED',
  );
  for (const number of numbers) {
    const { userErrors } = await gateway.act('callConference', { id, toNumber: number }, SHOW);
    expect(userErrors).toEqual([]);
  }
  const node = await untilAnswer(
    () => shown(id),
    ({ parties }) => parties.length === numbers.length,
  );
  return { id, person, parties: (node as Shown).parties };
}

const desk = ({ userName }: SimulatedPerson) =>
  (gateway.simulator('five9-cti') as unknown as RunningFive9Cti).desks.get(userName);

describe.each(ACTS)('%s', (name, operation) => {
  test('removes the named party alone; with the last one the conference is over', async () => {
    const { id, person, parties } = await conference('+16145550198', '+16145550199');
    expect(parties.map(({ title }) => title)).toEqual(['+16145550198', '+16145550199']);
    const [first, second] = parties.map(({ key }) => key);
    const before = received(operation);
    expect(await gateway.act(name, { id, party: first }, SHOW)).toEqual({
      call: { state: 'CONFERENCED', parties: [parties[1]] },
      userErrors: [],
    });
    expect([...(desk(person)?.parties.keys() ?? [])]).toEqual([second]);
    const last = await gateway.act(name, { id, party: second }, SHOW);
    expect(last).toEqual({ call: { state: 'CONNECTED', parties: [] }, userErrors: [] });
    expect(desk(person)?.parties.size).toBe(0);
    expect(received(operation)).toBe(before + 2);
    await gateway.act('callHold', { id }, SHOW);
    expect((await shown(id)).state).toBe('HELD');
  });

  test('sends nothing for a party of another call, one that left, the call itself, or without a conference', async () => {
    const other = await conference('+16145550197');
    const { id, parties } = await conference('+16145550196');
    const key = parties[0]?.key ?? '';
    await gateway.act(name, { id, party: key }, SHOW);
    const before = received(operation);
    const errorOf = async (party: string) => (await gateway.act(name, { id, party }, SHOW)).userErrors[0];
    for (const party of [other.parties[0]?.key ?? '', key, id, 'x'])
      expect(await errorOf(party)).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'party'] });
    expect(received(operation)).toBe(before);
    expect((await shown(other.id)).parties).toEqual(other.parties);
    const theirs = writeId('Call', ACCOUNTS['remote-control'], '1/1');
    expect((await gateway.act(name, { id: theirs, party: 'x' }, SHOW)).userErrors[0]?.code).toBe('UNSUPPORTED');
  });

  test('is OUTCOME_UNKNOWN where the answer is lost, and is sent once', async () => {
    const { id, parties } = await conference('+16145550195');
    const before = received(operation);
    gateway.simulator('five9-cti').trouble({ kind: 'half', operation, times: 1 });
    const { userErrors } = await gateway.act(name, { id, party: parties[0]?.key }, SHOW);
    expect([userErrors[0]?.code, received(operation)]).toEqual(['OUTCOME_UNKNOWN', before + 1]);
  });
});

test('a party that the agent removes at the phone leaves the call by its event', async () => {
  const { id, person, parties } = await conference('+16145550194');
  const at = desk(person);
  const [key = ''] = parties.map((party) => party.key);
  at?.parties.delete(key);
  at?.send({ _type: 'conferenceParticipantRemoved', callSessionId: at.call.id, info: { callSessionId: key } });
  const node = await untilAnswer(
    () => shown(id),
    ({ state }) => state === 'CONNECTED',
  );
  expect(node).toEqual({ state: 'CONNECTED', parties: [] });
});
