import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedCall, SimulatedPerson } from '../../../src/simulators/centre/model.ts';
import { untilAnswer } from '../../helpers/until.ts';
import { ACCOUNTS, type ActsGateway, idle as idleIn, startActs } from './centre.ts';

const FLOOR = ACCOUNTS['five9-cti'];
const RECORDER = ACCOUNTS.recorder;
const DIALLER = ACCOUNTS['remote-control'];
const CUSTOMER = '+16145550143';
const DIGITS = '4111111111111111#';

let gateway: ActsGateway;
const log: string[] = [];
beforeAll(async () => {
  const note = (...said: unknown[]) => void log.push(said.map((each) => JSON.stringify(each)).join(' '));
  gateway = await startActs({
    vendors: ['five9-cti', 'remote-control', 'recorder'],
    settings: { recorder: { emailDomains: ['centre.example'] } },
    grants: {
      reader: { scopes: ['calls:read'] },
      files: { scopes: ['recordings:read', 'recordings:control'] },
    },
    log: { debug: note, info: note, warn: note, error: note },
  });
}, 30_000);
afterAll(() => gateway.close());

const act = (name: string, input: object, show = 'call { id state }', key?: string) =>
  gateway.act(name, input, show, key);
const received = (operation: string, vendor: 'five9-cti' | 'recorder' | 'remote-control' = 'five9-cti') =>
  gateway.simulator(vendor).received.get(operation) ?? 0;

const idle = (carrier: SimulatedPerson['carrier'] = 'five9-cti') =>
  idleIn(gateway.centre.centre, (person) => person.carrier === carrier);

const nameOf = ({ firstName, lastName }: SimulatedPerson) => `${firstName} ${lastName}`;

/** The global id of a call of the centre at an account. */
async function idOf(call: SimulatedCall, account: string = FLOOR): Promise<string> {
  const query =
    'query Calls($accounts: [String!]) { calls(first: 100, filter: { accounts: $accounts }) { edges { node { id state source { nativeId } agent { name } } } } }';
  const find = async () => {
    const { data } = await gateway.ask(query, { accounts: [account] });
    return data.calls.edges.find(
      ({ node }: { node: { state: string; source: { nativeId: string }; agent: { name: string } | null } }) =>
        account === FLOOR
          ? node.source.nativeId.endsWith(`/${call.id}`)
          : node.source.nativeId.startsWith(`${call.person.remoteId}/`) && node.state !== 'ENDED',
    )?.node.id;
  };
  return untilAnswer(find, (id) => id !== undefined);
}

/** A connected call on an idle desk. */
async function connected() {
  const person = idle();
  const { centre } = gateway.centre;
  const call = centre.dial(person, CUSTOMER, null);
  centre.answer(call);
  return { person, call, id: await idOf(call) };
}

describe('callPark and callUnpark', () => {
  test('a parked call frees the line and comes back', async () => {
    const { id, person } = await connected();
    expect(await act('callPark', { id })).toEqual({ call: { id, state: 'PARKED' }, userErrors: [] });
    const again = await act('callPark', { id });
    expect(again.userErrors).toMatchObject([
      { code: 'FAILED_PRECONDITION', message: expect.stringContaining('parked') },
    ]);
    expect(again.call).toEqual({ id, state: 'PARKED' });
    expect(gateway.centre.centre.liveCalls(person)[0]?.state).toBe('HELD');
    expect(await act('callUnpark', { id })).toEqual({ call: { id, state: 'CONNECTED' }, userErrors: [] });
    expect((await act('callUnpark', { id })).userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION' }]);
  });
});

describe('callSendDtmf', () => {
  test('sends digits that are neither shown nor logged', async () => {
    const { id } = await connected();
    const before = received('sendDTMF');
    const keyed = { id, digits: DIGITS, idempotencyKey: `tones-${Date.now()}` };
    expect((await act('callSendDtmf', keyed)).userErrors).toEqual([]);
    expect((await act('callSendDtmf', keyed)).userErrors).toEqual([]);
    expect(received('sendDTMF')).toBe(before + 1);
    expect(log.join('\n')).not.toContain('41111111');
  });

  test.each(['', '12w', '12 34', 'E', '1'.repeat(65)])('refuses %j without repeating it', async (digits) => {
    const { userErrors } = await act('callSendDtmf', { id: 'any', digits });
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'digits'] }]);
    if (digits.length > 1) expect(userErrors[0]?.message).not.toContain(digits);
  });

  test('digits with an unknown outcome are not sent again', async () => {
    const { id } = await connected();
    const before = received('sendDTMF');
    gateway.simulator('five9-cti').trouble({ kind: 'half', operation: 'sendDTMF', times: 1 });
    const { call, userErrors } = await act('callSendDtmf', { id, digits: DIGITS });
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(JSON.stringify(userErrors)).not.toContain('41111111');
    expect(call).toEqual({ id, state: 'CONNECTED' });
    expect(received('sendDTMF')).toBe(before + 1);
    expect(log.join('\n')).not.toContain('41111111');
  });
});

describe('callTransfer', () => {
  test('warm: consults, is taken back, and arrives at the other desk when completed', async () => {
    const { id, call } = await connected();
    const colleague = idle();
    const toAgentId = await gateway.idOf('agents', FLOOR, nameOf(colleague));
    expect(await act('callTransfer', { id, toAgentId, warm: true })).toEqual({
      call: { id, state: 'TRANSFERRING' },
      userErrors: [],
    });
    expect(await act('callTransferCancel', { id })).toEqual({ call: { id, state: 'CONNECTED' }, userErrors: [] });
    expect((await act('callTransferComplete', { id })).userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION' }]);
    await act('callTransfer', { id, toAgentId, warm: true });
    const done = await act('callTransferComplete', { id });
    expect(done).toEqual({ call: { id, state: 'WRAP_UP' }, userErrors: [] });
    const [arrived] = gateway.centre.centre.liveCalls(colleague);
    expect(arrived).toMatchObject({ id: call.transferredTo, state: 'CONNECTED', dnis: CUSTOMER });
    expect(arrived?.recording?.state).toBe('RECORDING');
    await idOf(arrived as SimulatedCall);
  });

  test('blind: to a number, at once', async () => {
    const { id, call } = await connected();
    const { call: after, userErrors } = await act('callTransfer', { id, toNumber: '(614) 555-0190' });
    expect(userErrors).toEqual([]);
    expect(after).toEqual({ id, state: 'WRAP_UP' });
    expect(call.state).toBe('WRAP_UP');
  });

  test('refuses no target, two targets, no number, an agent without a phone here and a vendor that cannot', async () => {
    const { id } = await connected();
    const before = received('transferCall');
    const errors = async (input: object) => (await act('callTransfer', { id, ...input })).userErrors;
    const bad = (...path: string[]) => [{ code: 'INVALID_ARGUMENT', path: ['input', ...path] }];
    expect(await errors({})).toMatchObject(bad());
    expect(await errors({ toNumber: '7001', toAgentId: 'x' })).toMatchObject(bad());
    expect(await errors({ toNumber: 'somebody' })).toMatchObject(bad('toNumber'));
    const elsewhere = gateway.centre.centre.people.find(
      ({ carrier }) => carrier === 'remote-control',
    ) as SimulatedPerson;
    const toAgentId = await gateway.idOf('agents', RECORDER, nameOf(elsewhere));
    expect(await errors({ toAgentId })).toMatchObject(bad('toAgentId'));
    expect(received('transferCall')).toBe(before);
    const other = idle('remote-control');
    const call = gateway.centre.centre.dial(other, CUSTOMER, null);
    const dialled = await idOf(call, DIALLER);
    expect((await act('callTransfer', { id: dialled, toNumber: '7001' })).userErrors).toMatchObject([
      { code: 'UNSUPPORTED', message: expect.stringContaining(FLOOR) },
    ]);
  });

  test('with an unknown outcome is sent once and shows the call as read', async () => {
    const { id } = await connected();
    const before = received('transferCall');
    gateway.simulator('five9-cti').trouble({ kind: 'half', operation: 'transferCall', times: 1 });
    const { call, userErrors } = await act('callTransfer', { id, toNumber: '6145550190' });
    expect(userErrors).toMatchObject([{ code: 'OUTCOME_UNKNOWN' }]);
    expect(call).toEqual({ id, state: 'WRAP_UP' });
    expect(received('transferCall')).toBe(before + 1);
  });

  test('is refused for an ended call, an unknown call and a caller without calls:control', async () => {
    const { id, call } = await connected();
    await act('callHangup', { id });
    gateway.centre.centre.dispose(call, gateway.centre.centre.dispositions[0] ?? '');
    const gone = (await act('callTransfer', { id, toNumber: '7001' })).userErrors[0]?.code;
    expect(['FAILED_PRECONDITION', 'NOT_FOUND']).toContain(gone);
    expect((await act('callPark', { id: 'nonsense' })).userErrors).toMatchObject([{ path: ['input', 'id'] }]);
    const query = 'mutation { callTransfer(input: { id: "x", toNumber: "7001" }) { userErrors { code } } }';
    expect((await gateway.ask(query, {}, 'reader')).errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
  });
});

describe('callConference', () => {
  test('brings a number in, at once or after speaking, and is left', async () => {
    const { id } = await connected();
    expect((await act('callConferenceLeave', { id })).userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION' }]);
    expect((await act('callConferenceComplete', { id })).userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION' }]);
    expect((await act('callConference', { id, toNumber: '6145550190', warm: true })).userErrors).toEqual([]);
    expect(await act('callConferenceComplete', { id })).toEqual({ call: { id, state: 'CONFERENCED' }, userErrors: [] });
    expect(await act('callConferenceLeave', { id })).toEqual({ call: { id, state: 'WRAP_UP' }, userErrors: [] });
  });

  test('left with an outcome it is over for the agent', async () => {
    const { id } = await connected();
    expect((await act('callConference', { id, toNumber: '6145550190' })).userErrors).toEqual([]);
    const left = await act(
      'callConferenceLeave',
      { id, disposition: 'Sale' },
      'call { id state disposition { name } }',
    );
    expect(left).toEqual({ call: { id, state: 'ENDED', disposition: { name: 'Sale' } }, userErrors: [] });
  });

  test('cold needs no completing', async () => {
    const { id } = await connected();
    expect(await act('callConference', { id, toNumber: '6145550190' })).toEqual({
      call: { id, state: 'CONFERENCED' },
      userErrors: [],
    });
    expect((await act('callConference', { id, otherId: id })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'otherId'] },
    ]);
  });
});

describe('callBridge', () => {
  test('joins two calls of one agent, with both outcomes', async () => {
    const { centre } = gateway.centre;
    const person = idle('remote-control');
    const call = centre.dial(person, CUSTOMER, null);
    centre.answer(call);
    const id = await idOf(call, DIALLER);
    await act('callHold', { id });
    const agentId = await gateway.idOf('agents', DIALLER, nameOf(person));
    const second = await act('callDial', { agentId, number: '6145550190' });
    const otherId = second.call.id;
    expect((await act('callBridge', { id, otherId })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: expect.arrayContaining(['disposition']) },
    ]);
    const [disposition = ''] = centre.dispositions;
    const before = received('connectcalls', 'remote-control');
    const joined = await act('callBridge', { id, otherId, disposition, otherDisposition: disposition });
    expect(joined).toEqual({ call: { id, state: 'ENDED' }, userErrors: [] });
    expect(received('connectcalls', 'remote-control')).toBe(before + 1);
    expect(call.state).toBe('ENDED');
    const again = await act('callBridge', { id, otherId, disposition, otherDisposition: disposition });
    expect(again.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

describe('recordingEmail', () => {
  const finished = async () => {
    const query = 'query { recordings(first: 1) { edges { node { id } } } }';
    return (await gateway.ask(query)).data.recordings.edges[0].node.id as string;
  };

  test('sends one recording to one address', async () => {
    const id = await finished();
    const show = 'recording { id }';
    const before = received('EMAIL', 'recorder');
    expect(await act('recordingEmail', { id, toAddress: 'qa@centre.example', format: 'MP3' }, show)).toEqual({
      recording: { id },
      userErrors: [],
    });
    for (const toAddress of [
      'nobody',
      'a@b.example,c@d.example',
      'A <a@b.example>',
      'a@b',
      `${'x'.repeat(260)}@b.example`,
    ]) {
      expect((await act('recordingEmail', { id, toAddress, format: 'WAV' }, show)).userErrors).toMatchObject([
        { code: 'INVALID_ARGUMENT', path: ['input', 'toAddress'] },
      ]);
    }
    expect(received('EMAIL', 'recorder')).toBe(before + 1);
    const elsewhere = { id, toAddress: 'qa@elsewhere.example', format: 'MP3' };
    expect((await act('recordingEmail', elsewhere, show)).userErrors).toMatchObject([{ code: 'PERMISSION_DENIED' }]);
    expect(received('EMAIL', 'recorder')).toBe(before + 1);
    const query =
      'mutation { recordingEmail(input: { id: "x", toAddress: "a@b.example", format: MP3 }) { userErrors { code } } }';
    expect((await gateway.ask(query, {}, 'files')).errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
  });

  test('the agent of a recording needs calls:read', async () => {
    const query = '{ recordings(first: 1) { edges { node { id agent { email } } } } }';
    const { errors } = await gateway.ask(query, {}, 'files');
    expect(errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
  });
});

describe('calls and recordings', () => {
  test('refer to each other in both directions, and mostly to the right ones', async () => {
    const query =
      '{ recordings(first: 100) { edges { node { id source { nativeId } call { id callId recordings { recording { id } } } } } } }';
    const { data } = await gateway.ask(query);
    const { centre } = gateway.centre;
    let [right, wrong, known] = [0, 0, 0];
    for (const { node } of data.recordings.edges) {
      const truth = centre.recordings.find(({ recordId }) => String(recordId) === node.source.nativeId);
      if (truth && truth.call.carrier === 'five9-cti' && node.call) known += 1;
      if (!node.call) continue;
      const back = node.call.recordings.map(({ recording }: { recording: { id: string } }) => recording.id);
      expect(back).toContain(node.id);
      if (node.call.callId && truth?.call.id === node.call.callId) right += 1;
      else if (node.call.callId) wrong += 1;
    }
    const all = data.recordings.edges.length;
    console.log(`over the wires: ${all} recordings, ${right} right, ${wrong} wrong, of ${known} with a known call`);
    expect(right).toBeGreaterThan(0);
    expect(wrong).toBe(0);
  });
});
