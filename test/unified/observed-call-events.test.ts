/** What is stored of calls that an account only observes, beside those of the accounts that carry them. */
import { expect, test } from 'vitest';
import type { RecordingState } from '../../schema/vocabulary.ts';
import type { CallRecord, EventRecord } from '../../src/adapters/adapter.ts';
import { ObservedCallEvents } from '../../src/gateway/observed-call-events.ts';
import type { CallEventRecord } from '../../src/gateway/observed-calls.ts';
import { ago, call, fakeAdapter, gatewayOver, NOW, rows } from './world.ts';

const observed = (nativeId: string, facts: Partial<CallRecord> = {}) =>
  call(nativeId, { observedOnly: true, connectedAt: null, device: '7005', ...facts });

function event(account: string, record: CallRecord, type: CallEventRecord['type'] = 'STARTED'): CallEventRecord {
  const facts = { account, subject: record.nativeId, fingerprint: `${type} ${record.nativeId}` };
  return { kind: 'CALL', type, call: record, ...facts, occurredAt: ago(0), receivedAt: ago(0) };
}

/** A dialler that carries calls and a recorder that observes them. */
function centre() {
  const [carried, listed] = [new Map<string, CallRecord>(), new Map<string, CallRecord>()];
  const dialler = fakeAdapter('dialler', 'REMOTE_CONTROL', { calls: async () => rows(...carried.values()) });
  const recorder = fakeAdapter('wfo', 'RECORDER', {
    observesCalls: true,
    calls: async () => rows(...listed.values()),
    recordingStates: async () => new Map(),
  });
  const { gateway, ask } = gatewayOver([dialler, recorder]);
  const rules = new ObservedCallEvents(gateway, Promise.resolve());
  const apply = (events: readonly EventRecord[]) => {
    for (const each of events) gateway.applyEvent(each);
    return events.map((each) =>
      each.kind === 'CALL'
        ? [each.type, each.call.nativeId, each.call.state, each.carriedBy ?? null, each.merged === true].join(' ')
        : each.kind,
    );
  };
  return {
    ...{ carried, listed, gateway, ask },
    observe: async (one: CallEventRecord) => apply(await rules.observed(one)),
    carry: async (one: CallEventRecord) => {
      apply([one]);
      return apply(await rules.carried(one));
    },
    record: async (one: RecordingEvent) => {
      const changes = await rules.recording(one);
      apply(changes);
      return changes.map((each) => {
        if (each.kind !== 'CALL') throw new Error('no change of a call');
        return [each.type, each.call.nativeId, each.call.recordingState, each.carriedBy ?? ''].join(' ');
      });
    },
    begin: async (since = NOW) => apply(await rules.begin('wfo', since)),
  };
}

test('an observed call without a carrier is started, changed and ended', async () => {
  const { observe } = centre();
  expect(await observe(event('wfo', observed('r1')))).toEqual(['STARTED r1 CONNECTED  false']);
  const changed = observed('r1', { recordingState: 'NOT_RECORDING' });
  expect(await observe(event('wfo', changed, 'UPDATED'))).toEqual(['UPDATED r1 CONNECTED  false']);
  expect(await observe(event('wfo', changed, 'UPDATED')), 'reported already').toEqual([]);
  const ended = event('wfo', observed('r1', { state: 'ENDED' }), 'ENDED');
  expect(await observe(ended)).toEqual(['ENDED r1 ENDED  false']);
});

test('an observed call names the account that lists it as carried, until its end', async () => {
  const { carried, observe } = centre();
  carried.set('1', call('1', { device: '7005' }));
  expect(await observe(event('wfo', observed('r1')))).toEqual(['STARTED r1 CONNECTED dialler false']);
  carried.clear();
  const ended = event('wfo', observed('r1', { state: 'ENDED' }), 'ENDED');
  expect(await observe(ended)).toEqual(['ENDED r1 ENDED dialler false']);
});

test('an observed call ends as merged once another account reports it, and is no ended call of its own', async () => {
  const { carried, listed, observe, carry, ask } = centre();
  listed.set('r1', observed('r1'));
  await observe(event('wfo', observed('r1')));
  carried.set('1', call('1', { device: '7005' }));
  expect(await carry(event('dialler', call('1', { device: '7005' })))).toEqual(['ENDED r1 ENDED dialler true']);
  expect(await carry(event('dialler', call('1', { device: '7005' }), 'HELD'))).toEqual([]);
  const { data } = await ask('{ calls(first: 9) { edges { node { state source { nativeId } } } } }');
  expect(data.calls.edges.map((edge: { node: object }) => edge.node)).toEqual([
    { state: 'CONNECTED', source: { nativeId: '1' } },
  ]);
});

test('a call on a phone whose carried call ended before is a call of its own', async () => {
  const { carried, observe } = centre();
  carried.set(
    '1',
    call('1', { device: '7005', state: 'WRAP_UP', startedAt: ago(9), connectedAt: ago(9), endedAt: ago(0.05) }),
  );
  expect(await observe(event('wfo', observed('r2', { startedAt: ago(0.02) })))).toEqual([
    'STARTED r2 CONNECTED  false',
  ]);
});

type RecordingEvent = Parameters<ObservedCallEvents['recording']>[0];

function recordingEvent(account: string, state: RecordingState, facts: { callId?: string; device?: string }) {
  const marks = { subject: 'device:7005', fingerprint: `${account} ${state}`, occurredAt: ago(0), receivedAt: ago(0) };
  return { kind: 'RECORDING', type: 'PAUSED', account, state, ...facts, ...marks } satisfies RecordingEvent;
}

test('a change of a recording changes its call once, and the observed call beside it', async () => {
  const { carried, observe, carry, record } = centre();
  carried.set('1', call('1', { device: '7005', callId: 'x1' }));
  await carry(event('dialler', call('1', { device: '7005', callId: 'x1' })));
  await observe(event('wfo', observed('r1')));
  const both = ['UPDATED 1 PAUSED ', 'UPDATED r1 PAUSED dialler'];
  expect(await record(recordingEvent('wfo', 'PAUSED', { device: '7005', callId: 'of the recorder' }))).toEqual(both);
  expect(await record(recordingEvent('wfo', 'PAUSED', { device: '7005' }))).toEqual([]);
  expect(
    await record(recordingEvent('dialler', 'RECORDING', { callId: 'x1' })),
    'the recorder takes precedence',
  ).toEqual([]);
  expect(await record(recordingEvent('wfo', 'RECORDING', { device: '7005' }))).toHaveLength(2);
  expect(await record(recordingEvent('wfo', 'PAUSED', { device: '7006' })), 'another phone').toEqual([]);
  await carry(event('dialler', call('1', { device: '7005', callId: 'x1', state: 'ENDED' }), 'ENDED'));
  await observe(event('wfo', observed('r1', { state: 'ENDED' }), 'ENDED'));
  expect(await record(recordingEvent('wfo', 'NOT_RECORDING', { device: '7005', callId: 'x1' }))).toEqual([]);
});

test('without a recorder that reports it, the state of a telephony vendor changes the call', async () => {
  const { carry, record } = centre();
  await carry(event('dialler', call('1', { device: '7005', callId: 'x1' })));
  expect(await record(recordingEvent('dialler', 'RECORDING', { callId: 'x1' }))).toEqual(['UPDATED 1 RECORDING ']);
});

test('a carried call on another phone leaves the observed call as it is', async () => {
  const { observe, carry } = centre();
  await observe(event('wfo', observed('r1')));
  expect(await carry(event('dialler', call('1', { device: '7009' })))).toEqual([]);
});

test('the beginning of a watch ends what ended unseen, starts what began since, and stores the rest as it is', async () => {
  const { listed, observe, begin } = centre();
  await observe(event('wfo', observed('gone')));
  await observe(event('wfo', observed('known', { device: '7006' })));
  listed.set('known', observed('known', { device: '7006' }));
  listed.set('older', observed('older', { device: '7007', startedAt: ago(3) }));
  listed.set('newer', observed('newer', { device: '7008', startedAt: ago(1) }));
  expect(await begin(new Date(ago(2)))).toEqual([
    'ENDED gone ENDED  false',
    'UPDATED older CONNECTED  false',
    'STARTED newer CONNECTED  false',
  ]);
  expect(await begin()).toEqual([]);
});

test('a recorder that cannot list its calls has none of them ended', async () => {
  const { observe, begin, gateway } = centre();
  await observe(event('wfo', observed('r1')));
  const recorder = gateway.account('wfo')?.adapter as { calls?: unknown };
  recorder.calls = () => Promise.reject(new Error('down'));
  expect(await begin()).toEqual([]);
});

test('a call whose vendor reports no phone and the observed call of its number are one call with two views', async () => {
  const { carried, listed, ask } = centre();
  const number = '+16145550123';
  carried.set('1', call('1', { from: null, to: number, startedAt: ago(5), connectedAt: ago(4.9) }));
  carried.set('2', call('2', { from: null, to: '+16145550124', startedAt: ago(5), connectedAt: ago(4.9) }));
  listed.set('r1', observed('r1', { from: '+16145551007', to: number, startedAt: ago(4.95) }));
  const { data } = await ask(
    '{ calls { edges { node { source { nativeId } views { account { key } nativeId matchedBy } } } } }',
  );
  const shown = data.calls.edges.map(({ node }: { node: { source: { nativeId: string }; views: object[] } }) => [
    node.source.nativeId,
    node.views.slice(1),
  ]);
  expect(new Map(shown)).toEqual(
    new Map([
      ['1', [{ account: { key: 'wfo' }, nativeId: 'r1', matchedBy: 'NUMBERS_AND_TIME' }]],
      ['2', []],
    ]),
  );
});

test('a wait in a queue that ended at an agent is no ended call of its own, and an abandoned one is', async () => {
  const { carry, ask } = centre();
  const wait = (id: string, leftQueue: 'ROUTED' | 'ABANDONED') =>
    event('dialler', call(`queue/${id}`, { state: 'ENDED', endedAt: ago(1), leftQueue }), 'ENDED');
  await carry(wait('1', 'ROUTED'));
  await carry(wait('2', 'ABANDONED'));
  const { data } = await ask('{ calls { edges { node { source { nativeId } } } } }');
  expect(data.calls.edges).toMatchObject([{ node: { source: { nativeId: 'queue/2' } } }]);
});
