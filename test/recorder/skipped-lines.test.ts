/** Lines of the guide that are easily passed over: the type of a refusal, lengths of criteria, the edges of dates. */
import { connect } from 'node:net';
import { afterEach, expect, it, test } from 'vitest';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { labelOf } from '../../src/adapters/recorder/quirks.ts';
import { recordingState } from '../../src/adapters/recorder/reads/records.ts';
import { busyCentre, dependencies, okResult, requestIds, scripted, startRecorder } from './dependencies.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

test.each([
  ['by its code', { RESULTTYPE: 'ERROR', RESULTCODE: 8, RESULTMSG: 'Could not find a device' }, 'API_DEVICE_INVALID'],
  [
    'by the label in its message, as printed beside another code',
    { RESULTTYPE: 'ERROR', RESULTCODE: 17, RESULTMSG: ' API_ERROR_NO_DEFAULT_RECORDING_PATH' },
    'API_ERROR_NO_DEFAULT_RECORDING_PATH',
  ],
  ['by no code of success', { RESULTTYPE: 'ERROR', RESULTCODE: 20, RESULTMSG: 'API_OK' }, 'API_ERROR_UNKNOWN'],
  ['by no code that the table lacks', { RESULTTYPE: 'ERROR', RESULTCODE: 19, RESULTMSG: '' }, 'API_ERROR_UNKNOWN'],
  ['by nothing', { RESULTTYPE: 'ERROR', RESULTCODE: null, RESULTMSG: null }, 'API_ERROR_UNKNOWN'],
])('a result of the type ERROR is named %s', (_, result, label) => {
  expect(labelOf(result)).toBe(label);
});

it('a refusal of the type ERROR has the code of its label, over TCP and the web service', async () => {
  const { recorder, settings } = await startRecorder(busyCentre(), 0, { 'result-type': 'error' });
  const adapter = vendor.connect('wfo', settings, dependencies());
  open.push(recorder, adapter);
  const overTcp = adapter.call('CALLSTOP', { DEVICEALIAS: 'none' }, {});
  await expect(overTcp).rejects.toMatchObject({ code: 'NOT_FOUND', vendorCode: 'API_DEVICE_INVALID' });
  const exported = adapter.call('EXPORT', { UNIQUEFIELD: 'ident', UNIQUEID: '1', MEDIA_FORMAT: 'MP3' }, {});
  await expect(exported).rejects.toMatchObject({ code: 'NOT_FOUND', vendorCode: 'API_FILE_NOT_FOUND' });
});

it('recordings of an agent are searched by the names that their columns can hold', async () => {
  const server = await scripted((text, socket) => {
    for (const id of requestIds(text)) socket.write(okResult(id));
  });
  const adapter = vendor.connect('wfo', server.settings, dependencies());
  open.push(server, adapter);
  const agents = [
    { userName: 'maximiliane.von.und.zu.hohenlohe@contact-centre.example' },
    { userName: 'ann' },
    { extension: 'SIP/agents-of-the-first-floor-7001' },
  ];
  await adapter.recordings?.({ agents }, {});
  const criteria = server.received.join('').match(/<(?:SYS_USER|DEVICEID|DEVICEALIAS)>[^<]+/g);
  expect(criteria?.sort()).toEqual(['<DEVICEID>SIP/agents-of-the-first-floor-7001', '<SYS_USER>ann']);
});

/** 1,600 recordings, ten a second, listed with or without those of the very second of CALLDATEEND. */
async function tenASecond(isInclusive: boolean) {
  const newest = 1_772_000_000;
  const rows = Array.from({ length: 1_600 }, (_, at) => ({ id: 9_000 - at, time: newest - Math.floor(at / 10) }));
  const server = await scripted((text, socket) => {
    for (const request of text.split('\r\n').filter(Boolean)) {
      const [id = 0] = requestIds(request);
      const end = Number(/<CALLDATEEND>(\d+)/.exec(request)?.[1] ?? newest + 1);
      const count = Number(/<CALLCOUNT>(\d+)/.exec(request)?.[1] ?? rows.length);
      const found = rows.filter(({ time }) => time < end || (isInclusive && time === end)).slice(0, count);
      const shown = found.map(
        (row) =>
          `<SEARCHRESULT><RECORDID>${row.id}</RECORDID><RECORDINGTIME>${row.time}</RECORDINGTIME></SEARCHRESULT>`,
      );
      socket.write(okResult(id, request.includes('<TYPE>CALLLIST<') ? shown.join('') : ''));
    }
  });
  const adapter = vendor.connect('wfo', server.settings, dependencies());
  open.push(server, adapter);
  const list = async (query: object) => (await adapter.recordings?.(query, {}))?.items ?? [];
  return { list, newest, rows };
}

it.each([true, false])('no recording is lost between pages where the end of the dates is included: %s', async (is) => {
  const { list, rows } = await tenASecond(is);
  const ids = (await list({ limit: 1_600 })).map(({ nativeId }) => Number(nativeId));
  expect(ids).toEqual(rows.map(({ id }) => id));
});

it.each([true, false])(
  'those that began before a part of a second are listed where its end is included: %s',
  async (is) => {
    const { list, newest } = await tenASecond(is);
    const startedBefore = new Date((newest - 1) * 1_000 + 600).toISOString();
    const starts = (await list({ startedBefore, limit: 12 })).map(
      ({ startedAt }) => Date.parse(startedAt ?? '') / 1_000,
    );
    expect(starts).toContain(newest - 1);
  },
);

test.each([
  ['recordpaused', null, 'PAUSED'],
  ['recordpaused', true, 'PAUSED'],
  ['recording', null, 'RECORDING'],
  ['recording', false, 'NOT_RECORDING'],
  [null, true, 'RECORDING'],
  [null, null, 'NOT_RECORDING'],
] as const)('an instance with the status %s and the flag %s is %s', (STATUS, ISRECORDING, state) => {
  expect(recordingState({ STATUS, ISRECORDING })).toBe(state);
});

it.each([
  ['RECORD', ['RECORDINGSTOPPED']],
  ['CALL', ['CALLSTOP']],
  ['ALL', ['CALLSTOP', 'RECORDINGSTOPPED']],
])('a subscriber to the simulated events of %s gets those alone', async (wanted, expected) => {
  const { centre, recorder, settings } = await startRecorder();
  open.push(recorder);
  const socket = connect(Number(new URL(settings.url).port), '127.0.0.1');
  open.push({ close: async () => socket.destroy() });
  let text = '';
  const until = (word: string) =>
    new Promise<void>((done) => {
      const look = () => text.includes(word) && done();
      socket.on('data', look);
      look();
    });
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.write(
    `<REQUEST><REQUESTID>0</REQUESTID><TYPE>EVENTS</TYPE><EVENTCLASS>${wanted}</EVENTCLASS><EVENTVALUE></EVENTVALUE></REQUEST>\r\n`,
  );
  await until('</RESULT>');
  const call = centre.liveCalls().find(({ recording }) => recording?.state === 'RECORDING');
  if (!call) throw new Error('nothing is recorded');
  centre.hangUp(call);
  await until(`<EVENTTYPE>${expected.at(-1)}<`);
  const types = [...text.matchAll(/<EVENTTYPE>\s*(CALLSTOP|RECORDINGSTOPPED)</g)].map(([, type]) => type);
  expect(new Set(types)).toEqual(new Set(expected));
});
