/** The adapter under every reading of the guide, over a recorder that plays it. */
import { afterEach, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import type { ChosenReadings } from '../../src/adapters/readings.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { readings } from '../../src/adapters/recorder/readings.ts';
import { joinIdentities, PeopleIndex } from '../../src/gateway/people.ts';
import type { SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { oneByOne } from '../helpers/one-by-one.ts';
import { until } from '../helpers/until.ts';
import { busyCentre, dependencies, recordedCall, startRecorder } from './dependencies.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A recorder that plays these readings, and an account that chooses those of them that are settings. */
async function connected(played: ChosenReadings, chosen = true) {
  const started = await startRecorder(busyCentre(), 0, played);
  const choosable = Object.entries(played).filter(([id]) => readings.find((one) => one.id === id)?.setting);
  const settings = { ...started.settings, readings: chosen ? Object.fromEntries(choosable) : {} };
  const adapter = vendor.connect('wfo', settings, dependencies());
  open.push(started.recorder, adapter);
  return { ...started, adapter };
}

const nameOf = ({ firstName, lastName }: SimulatedPerson) => `${firstName} ${lastName}`;
const single = readings.flatMap(({ id, readings: possible }) => possible.map((reading) => ({ [id]: reading.id })));
const printed = Object.fromEntries(readings.flatMap(({ id, printed: value }) => (value ? [[id, value]] : [])));
const combined: ChosenReadings[] = [
  printed,
  { ...printed, seating: 'free', encoding: 'windows-1252', 'blackout-state': 'not-shown' },
  { blackout: 'call', 'blackout-state': 'not-shown', requests: 'serial' },
  { 'import-names': 'list', 'import-phones': 'agent-phone', requests: 'serial', output: 'as-typed' },
];

describe.each([...single, ...combined])('a recorder with %o', (played) => {
  it('pauses, resumes, annotates and stops a recording', async () => {
    const { centre, adapter } = await connected(played);
    const call = recordedCall(centre);
    const target = { callId: call.id, device: call.person.extension };
    const before = call.recording?.blackouts.length ?? 0;
    const isShown = played['blackout-state'] !== 'not-shown';
    const confirmedBy = isShown ? 'STATUS' : 'ACKNOWLEDGEMENT';
    expect(await adapter.recordingPause?.(target, {})).toEqual({ state: 'PAUSED', confirmedBy });
    expect(call.recording?.state).toBe('PAUSED');
    expect(await adapter.recordingResume?.(target, {})).toEqual({ state: 'RECORDING', confirmedBy });
    await adapter.recordingAnnotate?.(target, { USER1: 'Müller & Söhne' }, {});
    expect(call.recording?.fields.USER1).toBe('Müller & Söhne');
    expect(await adapter.recordingStop?.(target, {})).toEqual({ state: 'NOT_RECORDING', confirmedBy: 'STATUS' });
    expect([call.recording?.state, call.recording?.blackouts.length]).toEqual(['STOPPED', before + 1]);
  }, 20_000);

  it('lists calls and recordings with the person who was recorded, and text as it was written', async () => {
    const { centre, adapter, recorder } = await connected(played);
    const call = recordedCall(centre);
    if (call.recording) centre.annotate(call.recording, { USER2: 'R&D', USER3: 'Zoë' });
    centre.dispose(call, 'Resolved');
    const calls = (await adapter.calls?.({}, {}))?.items ?? [];
    expect(calls.length).toBeGreaterThan(0);
    const agents = (await adapter.agents?.({}, {}))?.items ?? [];
    const found = agents.map((record) => ({ account: 'wfo', record }));
    const index = new PeopleIndex(joinIdentities(found, { rules: [], links: [] }), ['wfo']);
    const rows = (await adapter.recordings?.({ limit: 50 }, {}))?.items ?? [];
    const made = new Map(recorder.recordings().map((each) => [String(each.recordId), each]));
    for (const { nativeId, agent, durationSeconds } of rows) {
      const { startedAt, stoppedAt } = made.get(nativeId) ?? {};
      const length = ((stoppedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)) / 1_000;
      expect(Math.abs((durationSeconds ?? 0) - length)).toBeLessThanOrEqual(1);
      const person = agent && index.referred('wfo', agent);
      const expected = made.get(nativeId)?.call.person;
      expect(person?.identities[0]?.record.name).toBe(expected && nameOf(expected));
    }
    const row = rows.find(({ nativeId }) => nativeId === String(call.recording?.recordId));
    const values = row?.annotations.filter(({ field }) => field === 'USER2' || field === 'USER3');
    expect(values?.map(({ value }) => value)).toEqual(['R&D', 'Zoë']);
  });

  it('lists recordings with the time they began, and those that began in time', async () => {
    const { adapter, recorder } = await connected(played);
    const list = async (query: object) => (await adapter.recordings?.(query, {}))?.items ?? [];
    const began = new Map(recorder.recordings().map((each) => [String(each.recordId), each.startedAt.getTime()]));
    const rows = await list({ limit: 20 });
    // The recorder reports whole seconds, of the length too.
    for (const { nativeId, startedAt } of rows)
      expect(Math.abs(Date.parse(startedAt ?? '') - (began.get(nativeId) ?? 0))).toBeLessThanOrEqual(1_500);
    const startedBefore = rows[9]?.startedAt ?? '';
    const earlier = await list({ startedBefore, limit: 5 });
    expect(earlier).toHaveLength(5);
    expect(earlier.filter(({ startedAt }) => Date.parse(startedAt ?? '') > Date.parse(startedBefore))).toEqual([]);
  });

  it('creates a user with a phone', async () => {
    const { adapter } = await connected(played);
    const made = await adapter.agentCreate?.(
      { firstName: 'Ann', lastName: 'Novak', extension: '4711', active: true },
      {},
    );
    const agents = (await adapter.agents?.({}, {}))?.items ?? [];
    expect(agents.find(({ nativeId }) => nativeId === made?.nativeId)).toMatchObject({
      name: 'Ann Novak',
      extensions: ['4711'],
    });
  });

  it('lists a user that was deleted no longer as active', async () => {
    const { adapter } = await connected(played);
    const list = async () => {
      const agents = (await adapter.agents?.({}, {}))?.items ?? [];
      return agents.flatMap(({ nativeId, active }) => (active === false ? [] : [nativeId]));
    };
    const [first = '', ...others] = await list();
    await adapter.agentDelete?.(first, {}, {});
    expect(await list()).toEqual(others);
  });

  it('reports the end of a recording that ran before, with its length', async () => {
    const { centre, adapter, recorder } = await connected(played);
    const call = recordedCall(centre);
    const { startedAt, recordId } = call.recording ?? {};
    const leaving = new AbortController();
    const events: EventRecord[] = [];
    const ended = (async () => {
      for await (const event of oneByOne(adapter.events?.({ signal: leaving.signal }))) events.push(event);
    })();
    await until(() => recorder.received.get('DEVICELIST'));
    const idle = centre.people.find(({ presence }) => presence === 'READY');
    if (!idle) throw new Error('every agent is busy');
    centre.answer(centre.dial(idle, '+16145550143', null));
    // Events are read once all that was being recorded is known.
    await until(() => events.some((each) => each.kind === 'RECORDING' && each.device === idle.extension));
    centre.hangUp(call);
    const stops = () =>
      events.flatMap((each) => (each.kind === 'RECORDING' && each.type === 'STOPPED' ? [each.recording] : []));
    await until(() => stops().length > 0);
    leaving.abort();
    await ended;
    expect(stops().map((each) => each?.nativeId)).toEqual([String(recordId)]);
    const reported = stops()[0]?.startedAt ?? '';
    expect(Math.abs(Date.parse(reported) - (startedAt?.getTime() ?? 0))).toBeLessThan(60_000);
    expect(stops()[0]?.durationSeconds).not.toBeNull();
  });

  it('reports one start and one stop of a recording, without a gap', async () => {
    const { centre, adapter, recorder } = await connected(played);
    const leaving = new AbortController();
    const events: EventRecord[] = [];
    const ended = (async () => {
      for await (const event of oneByOne(adapter.events?.({ signal: leaving.signal }))) events.push(event);
    })();
    await until(() => recorder.received.get('DEVICELIST'));
    const person = centre.people.find(({ presence }) => presence === 'READY');
    if (!person) throw new Error('every agent is busy');
    const call = centre.dial(person, '+16145550143', null);
    centre.answer(call);
    const of = (type: string) =>
      events.filter((each) => each.kind === 'RECORDING' && each.type === type && each.device === person.extension);
    await until(() => of('STARTED').length > 0);
    centre.hangUp(call);
    centre.advanceTo(new Date(centre.now().getTime() + 2_000));
    await until(() => of('UPDATED').length > 0 && of('STOPPED').length > 0);
    leaving.abort();
    await ended;
    expect([of('STARTED').length, of('STOPPED').length]).toEqual([1, 1]);
    expect(events.filter(({ kind }) => kind === 'GAP')).toEqual([]);
  });
});

it('a recorder without agent blackouts pauses the call under every reading of the account', async () => {
  const { centre, adapter } = await connected({ blackout: 'call' }, false);
  const call = recordedCall(centre);
  const target = { callId: call.id, device: call.person.extension };
  expect(await adapter.recordingPause?.(target, {})).toEqual({ state: 'PAUSED', confirmedBy: 'STATUS' });
  expect(call.recording?.state).toBe('PAUSED');
});

it('a recorder that takes one request at a time loses those of an account that sends several', async () => {
  const { adapter } = await connected({ requests: 'serial' }, false);
  const both = [1, 2].map(() => adapter.calls?.({}, { deadline: 300 }));
  const outcomes = await Promise.allSettled(both);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

describe('a recorder whose requests for roles are named by REQUESTTYPE', () => {
  const role = { ACTION: 'ADD', ROLENAME: 'Lead', DESCRIPTION: 'Leads a group' };

  it.each(['type', 'request-type'])('takes them from an account that chose the reading %s as it does', async (id) => {
    const { adapter } = await connected({ 'role-requests': id });
    expect(await adapter.call('MODIFYROLE', role, {})).toMatchObject({ RESULTTYPE: 'API_OK' });
  });

  it('refuses them from an account that did not choose', async () => {
    const { adapter } = await connected({ 'role-requests': 'request-type' }, false);
    await expect(adapter.call('MODIFYROLE', role, {})).rejects.toMatchObject({
      vendorCode: 'API_UNKNOWN_MESSAGE_TYPE',
    });
  });
});

it('a user whose phone is refused was created: its number is reported, and the outcome is unknown', async () => {
  const { adapter, recorder } = await connected({ 'import-phones': 'agent-phone' });
  recorder.refuse('API_PHONEID_IN_USE', { operation: 'IMPORTAGENTPHONE', times: 1 });
  const made = adapter.agentCreate?.({ firstName: 'Ann', lastName: 'Novak', extension: '4711' }, {});
  await expect(made).rejects.toMatchObject({
    ...{ code: 'OUTCOME_UNKNOWN', vendorCode: 'API_PHONEID_IN_USE', retryable: false },
    message: expect.stringMatching(/^User \d+ was created/),
  });
  const agents = (await adapter.agents?.({}, {}))?.items ?? [];
  expect(agents.find(({ name }) => name === 'Ann Novak')).toMatchObject({ extensions: [] });
});
