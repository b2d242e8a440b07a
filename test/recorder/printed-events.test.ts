/** The guide's own printed sequence of events (guide.txt l. 3026–3135), in the order in which a recording causes them. */
import { expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { CALLCOPYEVENT } from '../../src/adapters/recorder/contract/events.ts';
import { Tracker } from '../../src/adapters/recorder/events/tracker.ts';
import { translate } from '../../src/adapters/recorder/events/translate.ts';
import { decodeXml } from '../../src/adapters/xml/decode.ts';

const printed = (type: string, data: string) =>
  `<CALLCOPYEVENT><EVENTCLASS>RECORD</EVENTCLASS><EVENTTYPE>${type}</EVENTTYPE><MODULE></MODULE><EVENTXREF>0</EVENTXREF><EVENTDATA>${data}</EVENTDATA></CALLCOPYEVENT>`;
const FILENAME = '<FILENAME>C:\\Recordings\\20110131\\1111\\1111-14-39-50.au</FILENAME>';
const ID = '<GLOBALCALLID>000100000000092</GLOBALCALLID>';

const STARTED = printed(
  'RECORDINGSTARTED',
  `<DEVICEID>1111</DEVICEID>${FILENAME}<GLOBALCALLID></GLOBALCALLID><AGENTID>16</AGENTID><CALLINSTANCE></CALLINSTANCE><KEEPDAYS>30</KEEPDAYS>`,
);
const STOPPED = printed(
  'RECORDINGSTOPPED',
  `${ID}<DEVICEID>1111</DEVICEID><AGENTID>16</AGENTID><KEEPDAYS>30</KEEPDAYS><RECORDID>13101</RECORDID>`,
);
const UPDATE = printed(
  'RECORDINGUPDATE',
  `${ID}<DEVICEID>1111</DEVICEID><KEEPDAYS>30</KEEPDAYS>${FILENAME}<RECORDID>13101</RECORDID>`,
);

/** Translates documents that come two seconds apart. */
function translated(documents: readonly string[]) {
  const tracker = new Tracker();
  let now = Date.parse('2026-03-02T14:00:00Z');
  const about = { account: 'wfo', callIdField: undefined, terminology: new Map(), tracker, now: () => new Date(now) };
  const events = documents.flatMap((text): EventRecord[] => {
    const event = decodeXml(CALLCOPYEVENT, text, { timeZone: 'UTC' });
    const found = event && translate(event, about);
    now += 2_000;
    return found ? [found] : [];
  });
  return { tracker, events };
}

it('is one recording with one start, one end with its duration, and its saving as what is over', () => {
  const { tracker, events } = translated([STARTED, STOPPED, UPDATE]);
  expect(events).toMatchObject([
    { type: 'STARTED', state: 'RECORDING', device: '1111' },
    { type: 'STOPPED', state: 'NOT_RECORDING', recording: { nativeId: '13101', durationSeconds: 2 } },
    { type: 'UPDATED', state: 'NOT_RECORDING', recording: { nativeId: '13101', durationSeconds: 2 } },
  ]);
  expect(tracker.all).toEqual([]);
});

it('ends a recording by its saving where the event of its end was not received', () => {
  const { tracker, events } = translated([STARTED, UPDATE]);
  expect(events.at(-1)).toMatchObject({ type: 'UPDATED', state: 'NOT_RECORDING' });
  expect(tracker.all).toEqual([]);
});

it('leaves a second recording of the device alone', () => {
  const second = STARTED.replace('14-39-50', '14-40-10').replace(
    '<GLOBALCALLID></GLOBALCALLID>',
    ID.replace('92', '93'),
  );
  const { tracker } = translated([STARTED, second, STOPPED]);
  expect(tracker.all.map(({ key }) => key)).toEqual(['C:\\Recordings\\20110131\\1111\\1111-14-40-10.au']);
});

it('ends none of two recordings of a device whose calls have no name', () => {
  const second = STARTED.replace('14-39-50', '14-40-10');
  const { tracker } = translated([STARTED, second, STOPPED]);
  expect(tracker.all.filter(({ state }) => state === 'RECORDING')).toHaveLength(2);
});

it('is one recording where the lists show it only after its events', () => {
  const named = STARTED.replace('<GLOBALCALLID></GLOBALCALLID>', ID);
  const { tracker } = translated([
    named,
    STARTED.replace('14-39-50', '14-30-00'),
    UPDATE.replace('14-39-50', '14-30-00'),
  ]);
  const listed = ['14-39-50', '14-30-00', '14-50-00'].map((time) => ({
    ...{ key: `C:\\Recordings\\20110131\\1111\\1111-${time}.au`, device: '1111', facts: {}, recordId: null },
    ...{ startedAt: '2026-03-02T13:00:00Z', state: 'RECORDING' as const },
  }));
  tracker.addListed(listed);
  expect(tracker.all).toMatchObject([
    { key: listed[0]?.key, facts: { GLOBALCALLID: '000100000000092' }, startedAt: '2026-03-02T14:00:00.000Z' },
    { key: listed[2]?.key },
  ]);
});
