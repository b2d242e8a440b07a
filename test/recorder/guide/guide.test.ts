/** The adapter over a recorder that is made of the guide's printed answers and events alone. */
import { expect, onTestFinished, test } from 'vitest';
import type { EventRecord } from '../../../src/adapters/adapter.ts';
import { vendor } from '../../../src/adapters/recorder/index.ts';
import { settings as settingsShape } from '../../../src/adapters/recorder/settings.ts';
import { oneByOne } from '../../helpers/one-by-one.ts';
import { until } from '../../helpers/until.ts';
import { gatewayOver } from '../../unified/world.ts';
import { dependencies } from '../dependencies.ts';
import type { Contents } from './contents.ts';
import { phone } from './phones.ts';
import { startGuideRecorder } from './recorder.ts';

const SALLY = { id: 2, firstName: 'Sally', lastName: 'Smith', phones: '1123,3343,3234' };
const JOHN = { id: 16, firstName: 'John', lastName: 'Smith', phones: '1234' };
const ROE = { id: 15, firstName: 'Jane', lastName: 'Roe', phones: '1111' };
const SAVED = { id: 13101, device: '1111', alias: '1234', firstName: 'John', lastName: 'Smith', seconds: 60 };

/** The phones of the printed answers: one with the guide's two calls, one with one call, one that is idle. */
const phones = () => [
  phone('7008', { sysUser: 'jane.doe' }, [{}, { direction: 'O', ani: '7008', dnis: '7007' }]),
  phone('1111', { alias: '1234', sysUser: 'gkerber', crmUser: 'CCGKERBER' }, [{ ani: '6145551212' }]),
  phone('7002', {}, []),
];

async function connected(more: Partial<Contents> = {}, settings: object = {}) {
  const contents = {
    phones: phones(),
    users: [SALLY, ROE, JOHN],
    saved: [{ ...SAVED, startedAt: 1_312_921_123 }],
    ...more,
  };
  const recorder = await startGuideRecorder(contents);
  const around = dependencies();
  const shape = { url: recorder.url, deadline: 3_000, emailDomains: ['uptivity.com'], ...settings };
  const adapter = vendor.connect('wfo', settingsShape.parse(shape), around);
  onTestFinished(async () => {
    await adapter.close();
    await recorder.close();
  });
  const sent = (type: string) => recorder.received.filter((request) => request.get('TYPE') === type);
  const changed = () => {
    const before = recorder.state();
    return () =>
      Object.entries(recorder.state()).flatMap(([id, state]) => (before[id] === state ? [] : [`${id} ${state}`]));
  };
  return { recorder, contents, adapter, sent, changed };
}

test('reads users, the calls of the phones and finished recordings out of the printed answers', async () => {
  const { adapter } = await connected();
  const agents = await adapter.agents?.({}, {});
  expect(agents?.items.map(({ name, extensions }) => `${name} ${extensions?.join(' ')}`)).toEqual([
    'Sally Smith 1123 3343 3234',
    'Jane Roe 1111',
    'John Smith 1234',
  ]);
  const calls = await adapter.calls?.({}, {});
  expect(calls?.items).toMatchObject([
    { device: '7008', direction: 'OUTBOUND', from: '7008', startedAt: '2012-07-13T12:31:43Z' },
    { device: '1111', direction: 'INBOUND', from: '6145551212', recordingState: 'RECORDING' },
  ]);
  const recordings = await adapter.recordings?.({}, {});
  expect(recordings?.items).toMatchObject([
    {
      nativeId: '13101',
      device: '1111',
      startedAt: '2011-08-09T20:18:43Z',
      durationSeconds: 60,
      annotations: [{ value: '12345' }],
    },
  ]);
});

test('a user whose AGENT flag is false is no agent, neither in the list nor by number', async () => {
  const admin = { id: 1, firstName: 'System', lastName: 'Administrator', phones: '', agent: 'FALSE' } as const;
  const { adapter } = await connected({ users: [SALLY, admin, { ...JOHN, agent: 'TRUE' }] });
  const names = (await adapter.agents?.({}, {}))?.items.map(({ name }) => name);
  expect(names).toEqual(['Sally Smith', 'John Smith']);
  expect((await adapter.agents?.({ nativeIds: ['1'] }, {}))?.items).toEqual([]);
});

test('recordings keep their rows where the printed terminology cannot be read', async () => {
  const { adapter, sent } = await connected();
  expect((await adapter.recordings?.({}, {}))?.items).toHaveLength(1);
  expect(sent('FETCHTERMINOLOGY')).toHaveLength(1);
});

test('credits the printed recording to John Smith, who signed on at the phone of Jane Roe', async () => {
  const { adapter } = await connected();
  const { ask } = gatewayOver([adapter]);
  const { data } = await ask('{ recordings(first: 1) { edges { node { agent { name } } } } }');
  expect(data.recordings.edges[0].node.agent).toEqual({ name: 'John Smith' });
});

const ACTS = [
  ['recordingPause', '7008/38 recordpaused', 'PAUSED'],
  ['recordingStop', '7008/38 over', 'NOT_RECORDING'],
] as const;

test.each(ACTS)('%s reaches the named call of a phone with two, and nothing else', async (act, expected, state) => {
  const { adapter, changed } = await connected();
  const changes = changed();
  expect(await adapter[act]?.({ device: '7008', callInstance: '38' }, {})).toEqual({ state, confirmedBy: 'STATUS' });
  expect(changes()).toEqual([expected]);
});

test.each(ACTS)('%s of a phone’s call without its instance is refused where the phone has two', async (act) => {
  const { adapter, changed } = await connected();
  const changes = changed();
  const error = await adapter[act]?.({ device: '7008', callId: 'a call' }, {}).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['callInstance'] });
  expect(changes()).toEqual([]);
});

test('resumes what it paused', async () => {
  const { adapter, changed } = await connected();
  const changes = changed();
  const target = { device: '1111', callInstance: '37' };
  await adapter.recordingPause?.(target, {});
  expect(changes()).toEqual(['1111/37 recordpaused']);
  expect(await adapter.recordingResume?.(target, {})).toEqual({ state: 'RECORDING', confirmedBy: 'STATUS' });
  expect(changes()).toEqual([]);
});

test('a blackout that the status never shows is sent once and is confirmed by the acknowledgement', async () => {
  const { adapter, sent } = await connected(
    { behaviour: { showsBlackout: false } },
    { readings: { 'blackout-state': 'not-shown' } },
  );
  const outcome = await adapter.recordingPause?.({ device: '1111', callInstance: '37' }, {});
  expect(outcome).toEqual({ state: 'PAUSED', confirmedBy: 'ACKNOWLEDGEMENT' });
  expect([...sent('AGENTBLACKOUTSTART'), ...sent('BLACKOUTSTART')]).toHaveLength(1);
});

test.each([
  ['API_ERROR_RECORDER_NOT_RUNNING', 'UNAVAILABLE'],
  ['API_ERROR_UNKNOWN', 'OUTCOME_UNKNOWN'],
  ['API_PARTIAL_CORE_RESPONSE', 'OUTCOME_UNKNOWN'],
] as const)('a stop that is answered %s is not confirmed', async (refuses, code) => {
  const { adapter, changed } = await connected({ behaviour: { refuses } });
  const changes = changed();
  const stopped = adapter.recordingStop?.({ device: '1111', callInstance: '37' }, {});
  const outcome = await stopped?.catch((cause: unknown) => cause);
  expect(outcome).toMatchObject({ code, vendorCode: refuses });
  expect(changes()).toEqual([]);
});

test('annotates a finished recording by its RECORDID, and e-mails it by IDENT, without looking it up', async () => {
  const { adapter, recorder, sent } = await connected();
  await adapter.recordingAnnotate?.({ recording: '554853' }, { USER4: 'Sales Call' }, {});
  expect(recorder.annotated.map((request) => [request.get('RECORDID'), request.get('USER4')])).toEqual([
    ['554853', 'Sales Call'],
  ]);
  await adapter.recordingEmail?.('488373', { address: 'jdoe@uptivity.com', format: 'WAV' }, {});
  expect(sent('EMAIL')[0]?.get('IDENT')).toBe('488373');
  expect(sent('CALLLIST')).toEqual([]);
});

test('the printed events are one recording that starts, pauses, resumes, stops and is saved, without a gap', async () => {
  const { adapter, recorder, contents, sent } = await connected();
  const events: EventRecord[] = [];
  const control = new AbortController();
  const stream = adapter.events?.({ signal: control.signal });
  const reading = (async () => {
    for await (const event of oneByOne(stream)) events.push(event);
  })();
  await until(() => sent('EVENTS').length === 1 && sent('DEVICERECORDINGSTATUS').length >= 2);
  const [, desk] = contents.phones;
  const [call] = desk?.instances ?? [];
  if (!call) throw new Error('no call');
  for (const type of ['RECORDINGSTARTED', 'RECORDINGPAUSED', 'RECORDINGRESUMED']) recorder.publish(type, call);
  recorder.end(call);
  await until(() => events.some((event) => event.kind === 'RECORDING' && event.recording?.nativeId === '11110'));
  control.abort();
  await reading;
  const here = events.filter((event) => event.kind === 'RECORDING' && event.device === '1111');
  const line = here.map((event) => (event.kind === 'RECORDING' ? `${event.type} ${event.state}` : ''));
  expect(line).toEqual([
    'STARTED RECORDING',
    'PAUSED PAUSED',
    'RESUMED RECORDING',
    'STOPPED NOT_RECORDING',
    'UPDATED NOT_RECORDING',
  ]);
  const recordings = here.map((event) => (event.kind === 'RECORDING' ? event.recording : null));
  for (const recording of recordings.slice(3)) expect(recording?.durationSeconds).toEqual(expect.any(Number));
  expect(events.filter(({ kind }) => kind === 'GAP')).toEqual([]);
});
