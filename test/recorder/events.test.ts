import { afterEach, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { simulator } from '../../src/simulators/recorder/index.ts';
import { oneByOne } from '../helpers/one-by-one.ts';
import { until } from '../helpers/until.ts';
import {
  busyCentre,
  dependencies,
  okResult,
  recordedCall,
  requestIds,
  scripted,
  startRecorder,
} from './dependencies.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** Collects events until closed. */
function listen(adapter: ReturnType<typeof vendor.connect>) {
  const leaving = new AbortController();
  const events: EventRecord[] = [];
  const ended = (async () => {
    for await (const event of oneByOne(adapter.events?.({ signal: leaving.signal }))) events.push(event);
  })();
  const close = async () => {
    leaving.abort();
    await ended;
    await adapter.close();
  };
  open.push({ close });
  return { events, close };
}

const typesOf = (events: readonly EventRecord[], device: string) =>
  events
    .filter((event) => event.subject === `device:${device}`)
    .map((event) => (event.kind === 'RECORDING' ? event.type : event.kind === 'VENDOR' ? event.name : event.kind));

const later = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1000);

describe('the stream', () => {
  it('emits a recording from its start to after its end, in order', async () => {
    const { centre, recorder, settings } = await startRecorder();
    const { events } = listen(vendor.connect('wfo', settings, dependencies()));
    open.push(recorder);
    await until(() => recorder.received.get('DEVICELIST'));
    const call = recordedCall(centre);
    const device = call.person.extension;
    const { recording } = call;
    if (!recording) throw new Error('not recorded');
    centre.pauseRecording(recording);
    centre.resumeRecording(recording);
    centre.annotate(recording, { USER1: 'Gold' });
    centre.hangUp(call);
    centre.advanceTo(later(centre.now(), 30));
    const seen = await until(() => {
      const all = typesOf(events, device);
      return all.lastIndexOf('UPDATED') > all.lastIndexOf('STOPPED') && all.includes('STOPPED') ? all : null;
    });
    const tail = seen.slice(seen.lastIndexOf('PAUSED'));
    expect(tail.filter((type) => type !== 'CALLSTOP').slice(0, 4)).toEqual(['PAUSED', 'RESUMED', 'UPDATED', 'STOPPED']);
    expect(seen).toContain('CALLSTOP');
    const stopped = events.find(
      (event) => event.kind === 'RECORDING' && event.type === 'STOPPED' && event.device === device,
    );
    expect(stopped).toMatchObject({
      kind: 'RECORDING',
      account: 'wfo',
      state: 'NOT_RECORDING',
      callId: call.id,
      recording: { nativeId: String(recording.recordId), device, from: call.ani, callId: call.id },
      fingerprint: `recording-stopped|${recording.recordId}`,
    });
    const paused = events.find((event) => event.kind === 'RECORDING' && event.type === 'PAUSED');
    expect(paused).toMatchObject({ state: 'PAUSED', callId: call.id });
    expect(new Set(events.map(({ fingerprint }) => fingerprint)).size).toBe(events.length);
  });

  it('has the duration of a recording when it ends and when it is saved', async () => {
    const { centre, recorder, settings } = await startRecorder();
    const { events } = listen(vendor.connect('wfo', settings, dependencies()));
    open.push(recorder);
    await until(() => recorder.received.get('DEVICELIST'));
    const person = centre.people.find((one) => one.presence === 'READY');
    if (!person) throw new Error('no agent is free');
    const call = centre.dial(person, '+16145550143', null);
    centre.answer(call);
    const of = (type: string) =>
      events.find((event) => event.kind === 'RECORDING' && event.type === type && event.device === person.extension);
    await until(() => of('STARTED'));
    centre.hangUp(call);
    centre.advanceTo(later(centre.now(), 2));
    const lengths = [await until(() => of('STOPPED')), await until(() => of('UPDATED'))].map((event) =>
      event.kind === 'RECORDING' ? event.recording?.durationSeconds : null,
    );
    expect(lengths).toEqual([expect.any(Number), lengths[0]]);
  });

  it('is the same to two listeners', async () => {
    const { centre, recorder, settings } = await startRecorder();
    const one = listen(
      vendor.connect(
        'wfo',
        settings,
        dependencies(() => new Date(0)),
      ),
    );
    const other = listen(
      vendor.connect(
        'wfo',
        settings,
        dependencies(() => new Date(0)),
      ),
    );
    open.push(recorder);
    await until(() => (recorder.received.get('DEVICELIST') ?? 0) >= 2);
    centre.advanceTo(later(centre.now(), 300));
    const words = (events: readonly EventRecord[]) => events.map((event) => event.words ?? event.fingerprint);
    await until(() => one.events.length > 20 && one.events.length === other.events.length);
    expect(words(one.events)).toEqual(words(other.events));
    const counted = one.events.filter((event) => event.words !== undefined).map(({ fingerprint }) => fingerprint);
    const others = new Set(other.events.map(({ fingerprint }) => fingerprint));
    expect(counted.filter((fingerprint) => others.has(fingerprint))).toEqual([]);
  });

  it('passes on unknown events, and reports unreadable ones', async () => {
    const server = await scripted((text, socket) => {
      for (const id of requestIds(text)) socket.write(okResult(id));
      if (!text.includes('<TYPE>EVENTS')) return;
      const event = (type: string, data: string) =>
        `<CALLCOPYEVENT><EVENTCLASS>RECORD</EVENTCLASS><EVENTTYPE>${type}</EVENTTYPE><EVENTDATA>${data}</EVENTDATA></CALLCOPYEVENT>\r\n`;
      socket.write(event(' RECORDINGMOVED ', '<DEVICEID>00123</DEVICEID><NEW>x</NEW>'));
      socket.write(event('CALLSTART', '<STARTTIME>yesterday</STARTTIME>'));
      socket.write(event('CALLSTART', '<STARTTIME>never closed'));
      socket.write(event(' RECORDINGPAUSED', '<DEVICEID>00123</DEVICEID><FILENAME>f</FILENAME>'));
    });
    const around = dependencies();
    const { events } = listen(vendor.connect('wfo', server.settings, around));
    open.push(server);
    await until(() => events.length === 4);
    expect(events).toMatchObject([
      { kind: 'VENDOR', name: 'RECORDINGMOVED', payload: { DEVICEID: '00123', _other: [{ name: 'NEW', value: 'x' }] } },
      { kind: 'VENDOR', name: 'CALLSTART', payload: {} },
      { kind: 'GAP' },
      { kind: 'RECORDING', type: 'PAUSED', state: 'PAUSED', device: '00123' },
    ]);
    expect(around.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', facts: { account: 'wfo', type: 'RECORDINGMOVED' } }),
    );
  });

  it('keeps all events while its reader is slow', async () => {
    const count = 5_000;
    const server = await scripted((text, socket) => {
      for (const id of requestIds(text)) socket.write(okResult(id));
      if (!text.includes('<TYPE>EVENTS')) return;
      const one = (index: number) =>
        `<CALLCOPYEVENT><EVENTTYPE>RECORDINGSTARTED</EVENTTYPE><EVENTDATA><DEVICEID>1</DEVICEID><FILENAME>f${index}</FILENAME></EVENTDATA></CALLCOPYEVENT>\r\n`;
      for (let index = 0; index < count; index += 1) socket.write(one(index));
    });
    const adapter = vendor.connect('wfo', server.settings, dependencies());
    const leaving = new AbortController();
    let next = 0;
    for await (const event of oneByOne(adapter.events?.({ signal: leaving.signal }))) {
      expect(event.fingerprint).toBe(`recording-started|f${next}`);
      next += 1;
      if (next % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
      if (next === count) break;
    }
    expect(next).toBe(count);
    await adapter.close();
    await server.close();
  });
});

describe('after the recorder was unreachable', () => {
  it('emits what started, was paused and stopped meanwhile, once', async () => {
    const centre = busyCentre();
    let time = centre.now();
    const first = await startRecorder(centre);
    const around = dependencies(() => time);
    const { events } = listen(vendor.connect('wfo', first.settings, around));
    await until(() => first.recorder.received.get('DEVICELIST'));
    const before = centre.liveCalls().filter((call) => call.recording?.state === 'RECORDING');
    const [stopping, pausing] = [before[0] ?? recordedCall(centre), before[1]];
    if (stopping.recording) centre.annotate(stopping.recording, { USER1: 'Gold' });
    await until(() => events.some((event) => event.kind === 'RECORDING' && event.type === 'UPDATED'));
    await first.recorder.close();
    const lost = centre.now();
    if (stopping.state !== 'ENDED') centre.hangUp(stopping);
    if (pausing?.recording) centre.pauseRecording(pausing.recording);
    const known = new Set(centre.recordings.map(({ recordId }) => recordId));
    centre.advanceTo(later(centre.now(), 400));
    time = centre.now();
    const port = first.recorder.port;
    const again = await simulator.start({ centre, port, host: '127.0.0.1' });
    open.push(again);
    const fresh = centre.recordings.filter(({ recordId }) => !known.has(recordId));
    const ended = [stopping.recording, ...fresh].filter((recording) => recording?.stoppedAt);
    const begun = fresh.filter(({ stoppedAt }) => stoppedAt === null);
    const expected = [
      ...ended.map((recording) => `recording-stopped|${recording?.recordId}`),
      ...begun.map(({ fileName }) => `recording-started|${fileName}`),
    ];
    expect(ended.length).toBeGreaterThan(1);
    const missing = () => expected.filter((wanted) => !events.some(({ fingerprint }) => fingerprint === wanted));
    await until(() => missing().length === 0).catch(() => expect(missing()).toEqual([]));
    const recovered = events.filter((event) => event.kind === 'RECORDING');
    expect(new Set(recovered.map(({ fingerprint }) => fingerprint)).size).toBe(recovered.length);
    for (const event of recovered)
      expect(Date.parse(event.occurredAt)).toBeGreaterThanOrEqual(lost.getTime() - 120_000);
    expect(events.filter(({ kind }) => kind === 'GAP')).toMatchObject([{ account: 'wfo', to: time.toISOString() }]);
  });

  it('emits a gap when the lists cannot be read', async () => {
    let connections = 0;
    const server = await scripted((text, socket) => {
      const subscribing = text.includes('<TYPE>EVENTS');
      if (subscribing) connections += 1;
      for (const id of requestIds(text)) {
        const busy = !subscribing && connections > 1;
        socket.write(busy ? okResult(id).replace('API_OK', 'API_DATABASE_QUERY_ERROR') : okResult(id));
      }
      if (text.includes('<TYPE>DEVICELIST') && connections === 1) for (const each of server.sockets) each.end();
    });
    const { events } = listen(vendor.connect('wfo', server.settings, dependencies()));
    open.push(server);
    const [gap] = await until(() => (events.length ? events : null));
    expect(gap).toMatchObject({ kind: 'GAP', account: 'wfo', reason: expect.any(String) });
  });
});
