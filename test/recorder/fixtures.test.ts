import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Drift } from '../../src/adapters/calls/drift.ts';
import type { Operation } from '../../src/adapters/contract.ts';
import { failureOf, readAnswer } from '../../src/adapters/recorder/client/answer.ts';
import { FrameReader } from '../../src/adapters/recorder/client/frames.ts';
import { encodeRequest, type Input } from '../../src/adapters/recorder/client/request.ts';
import { CALLCOPYEVENT, events } from '../../src/adapters/recorder/contract/events.ts';
import { recorderContract } from '../../src/adapters/recorder/contract/index.ts';
import { typeOf } from '../../src/adapters/recorder/events/translate.ts';
import { decodeFields, decodeXml } from '../../src/adapters/xml/decode.ts';
import { parseXml, type XmlElement } from '../../src/adapters/xml/tree.ts';
import { startRecorder } from './dependencies.ts';

const folder = new URL('../fixtures/recorder/', import.meta.url).pathname;
const fixture = (path: string) => readFileSync(`${folder}${path}`, 'utf8');
const operations: Readonly<Record<string, Operation>> = recorderContract.operations;
const zone = { timeZone: 'America/New_York' };
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
const printed = (pattern: RegExp) => files.filter((file) => pattern.test(file));

/** The operation a fixture belongs to, which is its folder's name. */
function rowOf(path: string): Operation {
  const row = operations[dirname(path)];
  if (!row) throw new Error(`no operation ${dirname(path)}`);
  return row;
}

function read(path: string): Record<string, never> {
  return readAnswer(rowOf(path), fixture(path), zone) as Record<string, never>;
}

/** What a request says, element by element, the blank ones left out. */
function sayings({ children }: XmlElement): Record<string, string> {
  const said = children.map(({ name, text }) => [name, text.trim()] as const).filter(([, text]) => text !== '');
  return Object.fromEntries(said);
}

describe('requests as the manual prints them', () => {
  it.each(printed(/\/request.*\.xml$/))('%s is what we would send', (path) => {
    const name = dirname(path);
    const row = rowOf(path);
    const document = parseXml(fixture(path));
    const { REQUESTTYPE, TYPE = REQUESTTYPE, ...rest } = sayings(document);
    const given = Object.entries(decodeFields(row.input, document, zone)).filter(([, value]) => value !== '');
    const ours = encodeRequest(name, row, Object.fromEntries(given) as Input, Number(rest.REQUESTID), zone);
    expect(ours.endsWith('</REQUEST>\r\n')).toBe(true);
    expect(sayings(parseXml(ours))).toEqual({ ...rest, TYPE });
  });
});

describe('results as the manual prints them', () => {
  it.each(printed(/\/result.*\.xml$/).filter((path) => !path.startsWith('Results')))('%s is read whole', (path) => {
    const frames = new FrameReader().push(Buffer.from(fixture(path)));
    expect(frames).toHaveLength(1);
    const document = parseXml(fixture(path));
    const { RESULTTYPE, RESULTMSG } = sayings(document);
    if (RESULTMSG?.endsWith('does not exist or it is not active'))
      expect(() => read(path)).toThrow(expect.objectContaining({ code: 'NOT_FOUND', vendorCode: RESULTTYPE }));
    else if (RESULTTYPE !== undefined && RESULTTYPE !== 'API_OK')
      expect(() => read(path)).toThrow(expect.objectContaining({ vendorCode: RESULTTYPE }));
    else expect(leaves(read(path)).toSorted()).toEqual(expect.arrayContaining(texts(document)));
  });

  /** Texts that are returned unchanged; times and numbers have tests of their own. */
  function texts({ children, text, name }: XmlElement): string[] {
    if (children.length) return children.flatMap(texts);
    return text.trim() === '' || /TIME|UPDATE|^AGENT$|CHANGE|^ISREC|^\.\.\.$/.test(name) ? [] : [text];
  }

  function leaves(value: unknown): string[] {
    if (value === null || value === undefined) return [];
    return typeof value === 'object' ? Object.values(value).flatMap(leaves) : [String(value)];
  }

  it('reads a device and its recording', () => {
    const { DEVICES } = read('DEVICELIST/result.xml') as never as { DEVICES: { COUNT: number; DEVICE: object[] } };
    expect(DEVICES.COUNT).toBe(1);
    expect(DEVICES.DEVICE).toMatchObject([
      {
        DEVICEID: '1111',
        DEVICEALIAS: 'DESK1',
        USER3: '',
        CALLDIRECTION: 'I',
        ISTRUNK: null,
        STARTTIME: '2011-02-01T11:49:32-05:00',
        STOPTIME: null,
        COREIDENT: '2',
        RECORDING: {
          ISRECORDING: true,
          FILENAME: 'C:\\Recordings\\20110131\\DESK1\\DESK1-17-03-14.wav',
          CALLINSTANCE: '2001',
        },
      },
    ]);
  });

  it('reads every call of a device and which is paused', () => {
    const { DEVICE } = read('DEVICERECORDINGSTATUS/result.repaired.xml') as never as {
      DEVICE: { RECORDING: object[] }[];
    };
    expect(DEVICE[0]?.RECORDING).toMatchObject([
      {
        CALLINSTANCE: '37',
        STATUS: 'recordpaused',
        USER8: '00001000371342197048',
        STARTTIME: '2012-07-13T12:30:43-04:00',
      },
      { CALLINSTANCE: '38', STATUS: 'recording', USER8: '00001000381342197107', CALLDIRECTION: 'O' },
    ]);
  });

  it('gathers the numbered processors into a list', () => {
    const { PROCESSOR, ...rest } = read('SYSTEMSTATUS/result.repaired.xml') as never as { PROCESSOR: object[] };
    expect(PROCESSOR).toHaveLength(4);
    expect(PROCESSOR[3]).toEqual({
      SYSTEMPROCESSORSPEED: '2394MHz',
      SYSTEMPROCESSORTYPE: 'x86 Family 6 Model 15 Stepping 11',
    });
    expect(rest).toMatchObject({ RECORDINGTOTALDISKFREEPCT: 48.03, RECORDINGPATH: 'C:\\Recordings\\' });
  });

  it('reads users under either spelling of their fields', () => {
    const user = { USER_ID: '2', EMPLOYEEID: '5', FIRSTNAME: 'Sally', LASTNAME: 'Smith', AGENT: true, STATUS: 'A' };
    const times = { ADD_TIME: '2006-10-30T16:05:38-05:00', MOD_TIME: '2008-03-27T15:34:43-05:00' };
    const expected = { USERS: { COUNT: 1, USER: [{ ...user, ...times, PHONES: '1123,3343,3234' }] } };
    expect(read('IMPORTUSER/result.xml')).toMatchObject(expected);
    const recorded = fixture('IMPORTUSER/result.xml')
      .replaceAll('EMPLOYEEID', 'EMPLOYEE_ID')
      .replaceAll('FIRSTNAME', 'FIRST_NAME')
      .replaceAll('LASTNAME', 'LAST_NAME');
    expect(readAnswer(rowOf('IMPORTUSER/x'), recorded, zone)).toMatchObject(expected);
  });

  it('lists recordings, with a list that has no label', () => {
    const { SEARCHRESULT } = read('CALLLIST/result.xml') as never as { SEARCHRESULT: object[] };
    expect(SEARCHRESULT).toHaveLength(5);
    expect(SEARCHRESULT[0]).toMatchObject({
      CALLNUMBER: 1,
      RECORDID: '13101',
      RECORDINGTIME: '2011-08-09T20:18:43Z',
      DURATION: 60,
      USER3: '12345',
      AGENTLASTNAME: 'Smith',
    });
  });

  it('reads channels, workstations, terminology and a window', () => {
    expect(read('CHANNELS/result.xml')).toMatchObject({
      COUNT: 4,
      CHANNELS: { 0: { ID: 1, STATE: 'PreparingToRecord', LASTSTATECHANGE: '2011-01-31T17:50:33-05:00' }, length: 4 },
    });
    expect(read('STATIONS/result.xml')).toMatchObject({ STATIONS: [{ STATIONNAME: 'JamesBond', DEVICEID: '7007' }] });
    expect(read('FETCHTERMINOLOGY/result.repaired.xml')).toMatchObject({
      SETTINGS: { 7: { NAME: 'group', VALUE: 'Group' }, 9: { NAME: 'user2', VALUE: 'CSN' }, length: 10 },
    });
    expect(read('AGENTWINDOW/result.xml')).toMatchObject({
      DOMAIN: 'uptivity.com',
      LASTUPDATE: '2011-02-02T16:53:00-05:00',
    });
  });

  it('takes the label from the words when the type only says ERROR (X3)', () => {
    const { RESULTTYPE, RESULTMSG } = sayings(parseXml(fixture('Results/result-2.xml')));
    const failure = failureOf({ RESULTTYPE, RESULTMSG, RESULTCODE: 17 });
    expect(failure).toMatchObject({ code: 'FAILED_PRECONDITION', vendorCode: 'API_ERROR_NO_DEFAULT_RECORDING_PATH' });
  });

  it.each([16, 17])('goes by the label that codes 16 and 17 share, here %i (X3)', (RESULTCODE) => {
    expect(failureOf({ RESULTTYPE: 'API_INVALID_MESSAGE_FORMAT', RESULTCODE })).toMatchObject({
      code: 'INVALID_ARGUMENT',
      vendorCode: 'API_INVALID_MESSAGE_FORMAT',
    });
  });

  it('ADDGROUP as printed is read, its bare ampersands as text', () => {
    const answer = readAnswer(rowOf('ADDGROUP/result.xml'), fixture('ADDGROUP/result.as-printed.txt'), zone);
    expect(answer).toMatchObject({ RESULTTYPE: 'API_OK', GROUPID: 11, GROUPNAME: 'Sales & Marketing' });
  });

  it.each(printed(/^(?!ADDGROUP).*\/result.*\.as-printed\.txt$/))('%s is read like its repaired form', (path) => {
    const text = fixture(path);
    const drift = new Drift();
    const damaged = readAnswer(rowOf(path), text, { ...zone, drift });
    const repaired = read(path.replace('.as-printed.txt', '.repaired.xml'));
    const bareBracket = path.startsWith('SYSTEMSTATUS') ? { RECORDINGPATH: 'C:\\Recordings\\<' } : {};
    expect(damaged).toEqual({ ...repaired, ...bareBracket });
    expect(drift.counts.UNREADABLE_CHARACTER).toBe(1);
    expect(new FrameReader().push(Buffer.from(`${text.trim()}\r\n`)).map(String)).toEqual([text.trim()]);
  });

  it.each([
    ['is cut', '<RESULT><RESULTTYPE>API_OK</RESULTTYPE><DEVICE></RESULT>'],
    ['closes another element', '<RESULT><RESULTTYPE>API_OK</RESULTTYPE><DEVICE></GROUP></DEVICE></RESULT>'],
    ['crosses two elements', '<RESULT><RESULTTYPE>API_OK</RESULTTYPE><DEVICE><GROUP></DEVICE></GROUP></RESULT>'],
    ['has a document type', '<!DOCTYPE RESULT><RESULT><RESULTTYPE>API_OK</RESULTTYPE></DEVICE></RESULT>'],
  ])('an answer that %s is refused', (_, text) => {
    expect(() => readAnswer(rowOf('TEST/result.xml'), text, zone)).toThrow(
      expect.objectContaining({ code: 'BAD_RESPONSE' }),
    );
  });
});

describe('events as the manual prints them', () => {
  it.each(printed(/^events\/.*\.xml$/))('%s is read into the fields of its type', (path) => {
    const event = decodeXml(CALLCOPYEVENT, fixture(path), zone);
    const name = basename(path, '.xml') as keyof typeof events;
    expect(event && typeOf(event)).toBe(name);
    const data = parseXml(fixture(path)).children.find((child) => child.name === 'EVENTDATA');
    expect(Object.keys(events[name].fields).toSorted()).toEqual(
      (data?.children ?? []).map((child) => child.name).toSorted(),
    );
    expect(event?.EVENTDATA).toMatchObject({ DEVICEID: '1111', _other: [] });
  });

  it('keeps the time, the file and the number', () => {
    const data = (name: string) => decodeXml(CALLCOPYEVENT, fixture(`events/${name}.xml`), zone)?.EVENTDATA;
    expect(data('CALLSTART')).toMatchObject({
      STARTTIME: '2011-01-31T14:39:49-05:00',
      CALLDIRECTION: 'I',
      KEEPDAYS: 30,
    });
    expect(data('RECORDINGPAUSED')).toMatchObject({ FILENAME: 'C:\\Recordings\\20110131\\1111\\1111-14-39-50.au' });
    expect(data('RECORDINGSTOPPED')).toMatchObject({ RECORDID: '13101', GLOBALCALLID: '000100000000092' });
  });
});

describe('the simulated recorder given the printed requests', () => {
  let recorder: Awaited<ReturnType<typeof startRecorder>>['recorder'];
  beforeAll(async () => {
    recorder = (await startRecorder()).recorder;
  });
  afterAll(() => recorder.close());

  it.each(printed(/\/request.*\.xml$/))('%s is understood', async (path) => {
    const document = await ask(fixture(path).replace('<REQUESTID>0<', '<REQUESTID>9<'));
    const { RESULTTYPE, REQUESTTYPE } = sayings(parseXml(document));
    expect(REQUESTTYPE).toBe(dirname(path));
    expect(RESULTTYPE).not.toMatch(/UNKNOWN_MESSAGE|INVALID_MESSAGE_FORMAT|PROCESSING|REQUESTID|NOT_SUPPORTED/);
  });

  function ask(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(recorder.port, '127.0.0.1', () => socket.write(`${text.trim()}\r\n`));
      const frames = new FrameReader();
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        const [frame] = frames.push(chunk);
        if (!frame) return;
        socket.destroy();
        resolve(frame.toString());
      });
    });
  }
});
