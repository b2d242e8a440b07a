import { DateTime } from 'luxon';
import { afterEach, expect, test } from 'vitest';
import { scriptedDesk } from '../five9-cti/scripted.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { Feeder } from './feeder.ts';
import { configure, folder, followEvents, KEY, startInstance } from './gateways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const bearer = { authorization: `Bearer ${KEY}` };
const FIELDS =
  'cursor kind occurredAt ... on CallEvent { type } ... on RecordingEvent { recordingType: type state device }';
const HAPPENED = `subscription ($after: Cursor) { events(after: $after) { ${FIELDS} } }`;
const ID = 'A';

interface SkewEvent {
  readonly cursor: string;
  readonly kind: string;
  readonly type?: string;
  readonly recordingType?: string;
  readonly state?: string;
}

/** An event of the recorder about the call, its clock so many minutes off. */
function recorded(type: string, minutes: number): string {
  const shown = DateTime.utc().plus({ minutes }).toFormat('M/d/yyyy h:mm:ss a', { locale: 'en-US' });
  const data = `<GLOBALCALLID>${ID}</GLOBALCALLID><DEVICEID>4711</DEVICEID><FILENAME>C:\\Recordings\\1.cca</FILENAME><STARTTIME>${shown}</STARTTIME>`;
  return `<CALLCOPYEVENT><EVENTCLASS>RECORD</EVENTCLASS><EVENTTYPE>${type}</EVENTTYPE><MODULE>Api</MODULE><EVENTXREF>0</EVENTXREF><EVENTDATA>${data}</EVENTDATA></CALLCOPYEVENT>\r\n`;
}

const info = { callSessionId: ID, ani: '+15550000003', dnis: '00123', number: '+15550000003' };
const incoming = { _type: 'incomingCall', callinfo: info } as const;
const started = { _type: 'callStarted', callSessionId: ID } as const;
const finished = { _type: 'callFinished', callSessionId: ID } as const;

function follow(url: string, after: string) {
  const [events, leave] = followEvents<SkewEvent>(url, HAPPENED, after);
  cleanups.push(leave);
  return events;
}

const ofCall = (events: readonly SkewEvent[]) => events.flatMap(({ kind, type }) => (kind === 'CALL' ? [type] : []));
/** The changes of a call's recording are changes of the call, each once, of which those of its end may come after the call's. */
const isUpdate = (type: string | undefined) => type === 'UPDATED';
const ofRecording = (events: readonly SkewEvent[]) => events.flatMap(({ recordingType }) => recordingType ?? []);

test.each([5, -5])(
  'events of one call by two vendors, doubled, late and %i minutes apart, keep their order (S12)',
  { timeout: 60_000 },
  async (minutes) => {
    const desk = await scriptedDesk();
    cleanups.push(() => desk.close());
    const feeder = new Feeder();
    await feeder.open();
    cleanups.push(() => feeder.close());
    const place = folder();
    cleanups.push(() => place.remove());
    const accounts = [
      { id: 'floor', vendor: 'five9-cti', desks: [{ agent: 'jdoe', url: desk.url }] },
      { id: 'wfo', vendor: 'recorder', url: feeder.url },
    ];
    const config = configure(place.path, 'gateway', { accounts, events: { file: `${place.path}/events.db` } });
    const instance = await startInstance(config);
    cleanups.push(() => instance.program.process.exitCode ?? instance.program.stop('SIGKILL'));
    const { url } = instance;
    const first = async () =>
      (await ask(url, '{ events(first: 1) { edges { cursor } } }', {}, bearer)).data.events.edges[0];
    const { cursor } = (await untilAnswer(first, Boolean)) as { cursor: string };
    const events = follow(url, cursor);
    await untilAnswer(async () => feeder.listeners, Boolean);
    // Rung until a listening gateway has published it.
    await untilAnswer(async () => {
      desk.send(incoming);
      return ofCall(events).length > 0;
    }, Boolean);

    feeder.say(recorded('RECORDINGSTARTED', minutes) + recorded('RECORDINGSTARTED', minutes));
    desk.send(started, incoming);
    await untilAnswer(
      async () => ofRecording(events),
      (types) => types.includes('STARTED'),
    );
    desk.send(started);
    feeder.say(recorded('RECORDINGPAUSED', minutes) + recorded('RECORDINGPAUSED', -minutes));
    await untilAnswer(
      async () => ofRecording(events),
      (types) => types.includes('PAUSED'),
    );
    feeder.say(recorded('RECORDINGRESUMED', -minutes));
    await untilAnswer(
      async () => ofRecording(events),
      (types) => types.includes('RESUMED'),
    );
    desk.send(finished, started, incoming);
    feeder.say(
      recorded('RECORDINGSTOPPED', -minutes) + recorded('RECORDINGSTARTED', minutes) + recorded('RECORDINGSTOPPED', 0),
    );
    await untilAnswer(
      async () => [...ofRecording(events), ...ofCall(events)],
      (types) => types.includes('STOPPED') && types.includes('ENDED'),
    );
    // What came before it has come when a later event of each vendor has.
    feeder.publish(1);
    desk.send({ _type: 'incomingCall', callinfo: { ...info, callSessionId: 'B' } });
    await untilAnswer(
      async () => events,
      (all) => all.some(({ kind }) => kind === 'VENDOR') && ofCall(all).at(-1) === 'STARTED',
    );
    expect(ofCall(events).filter((type) => !isUpdate(type))).toEqual(['STARTED', 'CONNECTED', 'ENDED', 'STARTED']);
    expect([3, 4]).toContain(ofCall(events).filter(isUpdate).length);
    expect(ofRecording(events)).toEqual(['STARTED', 'PAUSED', 'RESUMED', 'STOPPED']);
    expect(new Set(events.map(({ cursor: place }) => place)).size).toBe(events.length);

    const again = follow(url, cursor);
    await untilAnswer(
      async () => again.length,
      (count) => count >= events.length,
    );
    expect(again).toEqual(events.slice(0, again.length));
  },
);
