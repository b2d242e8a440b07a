/** Acts that a vendor did and never answered: reported as OUTCOME_UNKNOWN, sent once, and shown as read afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCentre } from '../../../src/simulators/centre/centre.ts';
import type { Centre, SimulatedCall, SimulatedPerson } from '../../../src/simulators/centre/model.ts';
import { untilAnswer } from '../../helpers/until.ts';
import { idle, nameOf } from '../../scenarios/stage.ts';
import { ACCOUNTS, type ActResult, type ActsGateway, startActs } from './centre.ts';

const CUSTOMER = '+16145550143';
type Carrier = 'five9-cti' | 'remote-control';

let world: Centre;
let gateway: ActsGateway;
const log: string[] = [];
beforeAll(async () => {
  const now = new Date();
  world = createCentre({ seed: 41, startsAt: new Date(now.getTime() - 1_800_000) });
  world.advanceTo(now);
  const note = (...said: unknown[]) => void log.push(said.map((each) => JSON.stringify(each)).join(' '));
  gateway = await startActs({
    vendors: ['five9-cti', 'remote-control', 'recorder'],
    settings: { recorder: { emailDomains: ['centre.example'] } },
    log: { debug: note, info: note, warn: note, error: note },
    world,
  });
}, 30_000);
afterAll(() => gateway.close());

const accountOf = (carrier: Carrier) => ACCOUNTS[carrier];

async function idOf(call: SimulatedCall, carrier: Carrier): Promise<string> {
  const query =
    'query ($accounts: [String!]) { calls(first: 100, filter: { accounts: $accounts }) { edges { node { id state source { nativeId } } } } }';
  const find = async () => {
    const { data } = await gateway.ask(query, { accounts: [accountOf(carrier)] });
    return data.calls.edges.find(({ node }: { node: { state: string; source: { nativeId: string } } }) =>
      carrier === 'five9-cti'
        ? node.source.nativeId.endsWith(`/${call.id}`)
        : node.source.nativeId.startsWith(`${call.person.remoteId}/${call.remoteCallId}@`),
    )?.node.id as string;
  };
  return untilAnswer(find, Boolean);
}

function connected(person: SimulatedPerson): SimulatedCall {
  const call = world.dial(person, CUSTOMER, null);
  world.answer(call);
  return call;
}

/** Loses the vendor's answer to an operation, has the act done, and sees that it was sent once. */
async function withLostAnswer(
  carrier: Carrier | 'recorder',
  operation: string,
  act: () => Promise<ActResult>,
): Promise<ActResult> {
  const simulator = gateway.simulator(carrier);
  const before = simulator.received.get(operation) ?? 0;
  simulator.trouble({ kind: 'half', operation, times: 1 });
  const result = await act();
  expect(simulator.received.get(operation)).toBe(before + 1);
  return result;
}

interface Row {
  readonly name: string;
  readonly carrier: Carrier;
  readonly operation: string;
  /** What has to have happened to the connected call before. */
  readonly first?: readonly string[];
  readonly more?: object;
  /** The state that reading finds afterwards. */
  readonly state: string;
}

const ROWS: readonly Row[] = [
  { name: 'callHangup', carrier: 'five9-cti', operation: 'disconnectCall', state: 'WRAP_UP' },
  { name: 'callHold', carrier: 'five9-cti', operation: 'toggleHold', state: 'HELD' },
  { name: 'callRetrieve', carrier: 'five9-cti', operation: 'toggleHold', first: ['callHold'], state: 'CONNECTED' },
  { name: 'callDispose', carrier: 'five9-cti', operation: 'finishCall', more: { disposition: 'Sale' }, state: 'ENDED' },
  { name: 'callPark', carrier: 'five9-cti', operation: 'parkCall', state: 'PARKED' },
  { name: 'callUnpark', carrier: 'five9-cti', operation: 'retreiveCall', first: ['callPark'], state: 'CONNECTED' },
  {
    ...{ name: 'callConference', carrier: 'five9-cti', operation: 'conferenceIn' },
    ...{ more: { toNumber: '6145550190' }, state: 'CONFERENCED' },
  },
  { name: 'callHangup', carrier: 'remote-control', operation: 'hangup', state: 'WRAP_UP' },
  { name: 'callHold', carrier: 'remote-control', operation: 'hold', state: 'HELD' },
  { name: 'callRetrieve', carrier: 'remote-control', operation: 'retrieve', first: ['callHold'], state: 'CONNECTED' },
  {
    name: 'callDispose',
    carrier: 'remote-control',
    operation: 'dispose',
    more: { disposition: 'Sale' },
    state: 'ENDED',
  },
];

describe('an act on a call whose answer is lost', () => {
  test.each(ROWS)('$name at $carrier', async ({ name, carrier, operation, first = [], more = {}, state }) => {
    const person = idle(world, carrier);
    const id = await idOf(connected(person), carrier);
    for (const act of first) expect((await gateway.act(act, { id }, 'call { state }')).userErrors).toEqual([]);
    const input = { id, ...more, idempotencyKey: `doubt ${name} ${carrier}`.replaceAll(' ', '-') };
    const act = () => gateway.act(name, input, 'call { id state }');
    const result = await withLostAnswer(carrier, operation, act);
    if (result.userErrors.length) expect(result.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    const stateNow = async () => {
      const query = 'query ($id: ID!) { node(id: $id) { ... on Call { state } } }';
      return (await gateway.ask(query, { id })).data?.node?.state ?? 'ENDED';
    };
    await untilAnswer(stateNow, (now) => now === state);
    const sent = gateway.simulator(carrier).received.get(operation);
    expect((await act()).userErrors.map(({ code }) => code)).toEqual(result.userErrors.map(({ code }) => code));
    expect(gateway.simulator(carrier).received.get(operation)).toBe(sent);
  });

  test.each<[Carrier, string]>([
    ['five9-cti', 'makeCall'],
    ['remote-control', 'dial'],
  ])('callDial at %s: the customer is called once (F8)', async (carrier, operation) => {
    const person = idle(world, carrier);
    if (carrier === 'remote-control') world.setReady(person);
    const agentId = await gateway.idOf('agents', accountOf(carrier), nameOf(person));
    const input = { agentId, number: '6145550166' };
    const result = await withLostAnswer(carrier, operation, () => gateway.act('callDial', input, 'call { to state }'));
    if (result.userErrors.length) expect(result.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(world.liveCalls(person).filter(({ dnis }) => dnis.endsWith('6145550166'))).toHaveLength(1);
  });

  test('agentSetNotReady: the agent is away, and is shown so', async () => {
    const person = idle(world);
    world.setReady(person);
    const id = await gateway.idOf('agents', ACCOUNTS['five9-cti'], nameOf(person));
    const act = () => gateway.act('agentSetNotReady', { id, reasonCode: 'Lunch' }, 'agent { presence }');
    const result = await withLostAnswer('five9-cti', 'setNotReadyState', act);
    expect(result).toMatchObject({ agent: { presence: 'NOT_READY' }, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    expect(person.reasonCode).toBe('Lunch');
  });
});

describe('an act on a recording whose answer is lost', () => {
  test('recordingEmail: one e-mail, and its address in the audit alone', async () => {
    const { data } = await gateway.ask('{ recordings(first: 1) { edges { node { id } } } }');
    const { id } = data.recordings.edges[0].node;
    const input = { id, toAddress: 'review.board@centre.example', format: 'MP3', idempotencyKey: 'letter' };
    const act = () => gateway.act('recordingEmail', input, 'recording { id }');
    const result = await withLostAnswer('recorder', 'EMAIL', act);
    expect(result).toMatchObject({ recording: { id }, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    expect((await act()).userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(gateway.simulator('recorder').received.get('EMAIL')).toBe(1);
    const trail = await gateway.ask(
      '{ audit(first: 2) { edges { node { operation parameters { value } outcome } } } }',
    );
    const [{ node: entry }, { node: former }] = trail.data.audit.edges;
    expect(entry).toMatchObject({ parameters: [{ value: 'review.board@centre.example' }, { value: 'MP3' }] });
    expect(entry).toMatchObject({ operation: 'recordingEmail', outcome: 'OUTCOME_UNKNOWN' });
    expect(former.operation).not.toBe('recordingEmail');
    expect(log.join('\n')).not.toContain('review.board');
  });

  test('recordingPause: never PAUSED, since the lost answer may have named a core that did not take it', async () => {
    const person = idle(world);
    const { recording } = connected(person);
    const act = () => gateway.act('recordingPause', { device: person.extension }, 'state');
    const result = await withLostAnswer('recorder', 'AGENTBLACKOUTSTART', act);
    expect(result.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect([recording?.state, result.state]).toEqual(['PAUSED', 'UNKNOWN']);
  });

  test('recordingAnnotate', async () => {
    const person = idle(world);
    const { recording } = connected(person);
    const input = { device: person.extension, annotations: [{ field: 'USER4', value: 'stored' }] };
    const result = await withLostAnswer('recorder', 'CALLUPDATE', () =>
      gateway.act('recordingAnnotate', input, 'state'),
    );
    expect(result.userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(recording?.fields.USER4).toBe('stored');
  });
});
