import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeId } from '../../../src/access/global-id.ts';
import type { SimulatedCall, SimulatedPerson } from '../../../src/simulators/centre/model.ts';
import { untilAnswer } from '../../helpers/until.ts';
import { ACCOUNTS, type ActsGateway, idle as idleIn, startActs } from './centre.ts';

const FLOOR = ACCOUNTS['five9-cti'];
const DIALLER = ACCOUNTS['remote-control'];
const CUSTOMER = '+16145550143';
const UNKNOWN_CALL = writeId('Call', FLOOR, 'nobody/0123456789abcdef');

/** Every act on a call with what it needs beside the call. */
const ACTS: readonly (readonly [string, object])[] = [
  ['callHangup', {}],
  ['callHold', {}],
  ['callRetrieve', {}],
  ['callDispose', { disposition: 'Sale' }],
  ['callPark', {}],
  ['callUnpark', {}],
  ['callSendDtmf', { digits: '1#' }],
  ['callTransfer', { toNumber: '6145550190' }],
  ['callTransferComplete', {}],
  ['callTransferCancel', {}],
  ['callConference', { toNumber: '6145550190' }],
  ['callConferenceComplete', {}],
  ['callConferenceLeave', {}],
];

/** What vendors are asked that changes nothing. */
const READS = /^(get|check|addListener|removeListener|TEST|DEVICE|CALLLIST|FETCH|SYSTEM|IMPORTUSER|user|lead|token)/i;

let gateway: ActsGateway;
beforeAll(async () => {
  gateway = await startActs({ vendors: ['five9-cti', 'remote-control', 'recorder'] });
}, 30_000);
afterAll(() => gateway.close());

const act = (name: string, input: object) => gateway.act(name, input, 'call { id state }');

/** How often each operation was received that does something. */
function countedActs(vendor: 'five9-cti' | 'remote-control' | 'recorder'): Record<string, number> {
  const received = [...gateway.simulator(vendor).received];
  return Object.fromEntries(received.filter(([name]) => !READS.test(name)));
}

const idle = (carrier: SimulatedPerson['carrier'] = 'five9-cti') =>
  idleIn(gateway.centre.centre, (person) => person.carrier === carrier);

function connected(): SimulatedCall {
  const { centre } = gateway.centre;
  const call = centre.dial(idle(), CUSTOMER, null);
  centre.answer(call);
  return call;
}

describe.each(ACTS)('%s', (name, more) => {
  test('is refused for an invalid id and for an unknown call', async () => {
    const before = countedActs('five9-cti');
    for (const id of ['nonsense', writeId('Campaign', FLOOR, '1'), writeId('Call', 'nobody', '1/2')]) {
      expect((await act(name, { id, ...more })).userErrors).toMatchObject([
        { code: 'NOT_FOUND', path: ['input', 'id'] },
      ]);
    }
    const desk = await deskOf();
    for (const id of [UNKNOWN_CALL, writeId('Call', FLOOR, `${desk}/0123456789abcdef`)]) {
      const { call, userErrors } = await act(name, { id, ...more });
      // The operation of callUnpark names the call, so that the desk decides.
      const code = name === 'callUnpark' ? expect.stringMatching(/^(NOT_FOUND|FAILED_PRECONDITION)$/) : 'NOT_FOUND';
      expect(userErrors).toMatchObject([{ code }]);
      expect(call).toBeNull();
    }
    if (name !== 'callUnpark') expect(countedActs('five9-cti')).toEqual(before);
  });

  test('is refused before anything is sent to a vendor that cannot', async () => {
    const before = countedActs('recorder');
    expect((await act(name, { id: writeId('Call', ACCOUNTS.recorder, 'x'), ...more })).userErrors).toMatchObject([
      { code: 'UNSUPPORTED', message: expect.stringContaining(FLOOR) },
    ]);
    expect(countedActs('recorder')).toEqual(before);
  });

  test('is refused for a call that has ended', async () => {
    const { centre } = gateway.centre;
    const call = connected();
    const id = await known(call);
    centre.hangUp(call);
    centre.dispose(call, centre.dispositions[0] ?? '');
    await untilAnswer(
      () => stateOf(id),
      (state) => state === 'ENDED',
    );
    const before = countedActs('five9-cti');
    const { call: after, userErrors } = await act(name, { id, ...more });
    expect(userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION' }]);
    expect(after).toEqual({ id, state: 'ENDED' });
    expect(countedActs('five9-cti')).toEqual(before);
  });
});

describe('an argument the vendor refuses is named as the caller wrote it, and nothing is sent', () => {
  test.each<[string, object, string]>([
    ['callDispose', { disposition: 'Nonsense' }, 'disposition'],
    ['callTransfer', { toNumber: '6145550190', disposition: 'Nonsense' }, 'disposition'],
    ['callConferenceLeave', { disposition: 'Nonsense' }, 'disposition'],
  ])('%s with %j', async (name, more, argument) => {
    const id = await known(connected());
    if (name === 'callConferenceLeave') await act('callConference', { id, toNumber: '6145550190' });
    const before = countedActs('five9-cti');
    expect((await act(name, { id, ...more })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', argument] },
    ]);
    expect(countedActs('five9-cti')).toEqual(before);
  });

  test('callDial for a campaign the agent does not work for', async () => {
    const person = idle('remote-control');
    const agentId = await gateway.idOf('agents', DIALLER, `${person.firstName} ${person.lastName}`);
    const campaign = gateway.centre.centre.campaigns.find(({ owner }) => owner === 'remote-control');
    const campaignId = await gateway.idOf('campaigns', DIALLER, campaign?.name ?? '');
    const before = countedActs('remote-control');
    expect((await act('callDial', { agentId, number: CUSTOMER, campaignId })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'campaignId'] },
    ]);
    expect(countedActs('remote-control')).toEqual(before);
  });
});

describe('callConference with another call', () => {
  test('brings in the one that is parked, and refuses one of another desk, one not parked and one to speak with first', async () => {
    const first = connected();
    const { person } = first;
    const id = await known(first);
    expect((await act('callPark', { id })).userErrors).toEqual([]);
    const agentId = await gateway.idOf('agents', FLOOR, `${person.firstName} ${person.lastName}`);
    const dialled = await act('callDial', { agentId, number: '6145550190' });
    const second = dialled.call.id;
    expect(dialled.userErrors).toEqual([]);
    const { centre } = gateway.centre;
    centre.answer(centre.liveCalls(person).find(({ state }) => state === 'RINGING') as SimulatedCall);
    await untilAnswer(
      () => stateOf(second),
      (state) => state === 'CONNECTED',
    );
    const before = countedActs('five9-cti');
    const bad = (path: string) => [{ code: 'INVALID_ARGUMENT', path: ['input', path] }];
    expect((await act('callConference', { id: second, otherId: id, warm: true })).userErrors).toMatchObject(
      bad('warm'),
    );
    const elsewhere = await known(connected());
    expect((await act('callConference', { id: second, otherId: elsewhere })).userErrors).toMatchObject(bad('otherId'));
    expect(countedActs('five9-cti')).toEqual(before);
    expect(await act('callConference', { id: second, otherId: id })).toEqual({
      call: { id: second, state: 'CONFERENCED' },
      userErrors: [],
    });
    expect(countedActs('five9-cti').addToConference).toBe((before.addToConference ?? 0) + 1);
  });
});

async function stateOf(id: string): Promise<string | undefined> {
  const { data } = await gateway.ask('query ($id: ID!) { node(id: $id) { ... on Call { state } } }', { id });
  return data?.node?.state;
}

async function deskOf(): Promise<string> {
  const query =
    'query ($accounts: [String!]) { calls(first: 1, filter: { accounts: $accounts }) { edges { node { source { nativeId } } } } }';
  const { data } = await gateway.ask(query, { accounts: [FLOOR] });
  return data.calls.edges[0].node.source.nativeId.split('/')[0];
}

async function known(call: SimulatedCall): Promise<string> {
  const query =
    'query ($accounts: [String!]) { calls(first: 100, filter: { accounts: $accounts }) { edges { node { id source { nativeId } } } } }';
  const find = async () => {
    const { data } = await gateway.ask(query, { accounts: [FLOOR] });
    return data.calls.edges.find(({ node }: { node: { source: { nativeId: string } } }) =>
      node.source.nativeId.endsWith(`/${call.id}`),
    )?.node.id as string;
  };
  return untilAnswer(find, Boolean);
}
