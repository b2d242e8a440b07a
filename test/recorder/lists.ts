/** A recorder whose lists are written by a test, and which says so many seconds before or after a moment what happened. */
import { onTestFinished } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import type { ChosenReadings } from '../../src/adapters/readings.ts';
import { createClient } from '../../src/adapters/recorder/client.ts';
import { LiveRecorder } from '../../src/adapters/recorder/events/live.ts';
import { oneByOne } from '../helpers/one-by-one.ts';
import { dependencies, okResult, requestIds, scripted } from './dependencies.ts';

export const BREAK = new Date('2026-03-02T14:00:00Z');
export const NOW = new Date('2026-03-02T14:10:00Z');

/** So many seconds after the break. */
const at = (seconds: number) => new Date(BREAK.getTime() + seconds * 1_000);

export interface Running {
  readonly device: string;
  readonly file: string;
  readonly began: number;
  readonly paused?: boolean;
}

export interface Finished {
  readonly id: number;
  readonly device: string;
  readonly began: number;
  readonly lasted: number;
}

const runningXml = ({ file, began, paused }: Running) =>
  `<RECORDING><STARTTIME>${usual(at(began))}</STARTTIME><ISRECORDING>Y</ISRECORDING><FILENAME>${file}</FILENAME><STATUS>${paused ? 'recordpaused' : 'recording'}</STATUS></RECORDING>`;

/** As the recorder writes times, in UTC here. */
function usual(time: Date): string {
  const [hours, half] = [time.getUTCHours() % 12 || 12, time.getUTCHours() < 12 ? 'AM' : 'PM'];
  const clock = [hours, ...time.toISOString().slice(14, 19).split(':')].join(':');
  return `${time.getUTCMonth() + 1}/${time.getUTCDate()}/${time.getUTCFullYear()} ${clock} ${half}`;
}

const finishedXml = ({ id, device, began, lasted }: Finished) =>
  `<SEARCHRESULT><DEVICEID>${device}</DEVICEID><RECORDID>${id}</RECORDID><RECORDINGTIME>${at(began).getTime() / 1_000}</RECORDINGTIME><DURATION>${lasted}</DURATION></SEARCHRESULT>`;

/** What the recorder says now. */
export interface Lists {
  running: readonly Running[];
  finished: readonly Finished[];
  /** The function that fails. */
  refused: string;
  /** A device that it does not know any more. */
  gone: string;
  /** The function that is not answered. */
  unanswered: string;
}

function answerTo(request: string, { running, finished }: Lists): string {
  const [, type] = /<TYPE>(\w+)/.exec(request) ?? [];
  if (type === 'DEVICELIST') {
    const row = (id: string, word: string) =>
      `<DEVICE><DEVICEID>${id}</DEVICEID><RECORDING><ISRECORDING>${word}</ISRECORDING></RECORDING></DEVICE>`;
    const recorded = [...new Set(running.map(({ device }) => device))];
    return `<DEVICES>${row('idle', 'N')}${recorded.map((id) => row(id, 'Y')).join('')}</DEVICES>`;
  }
  if (type === 'DEVICERECORDINGSTATUS') {
    const [, id] = /<DEVICEID>(\w+)/.exec(request) ?? [];
    const here = running.filter(({ device }) => device === id);
    return `<DEVICE><DEVICEID>${id}</DEVICEID>${here.map(runningXml).join('')}</DEVICE>`;
  }
  const [, from] = /<CALLDATESTART>(\d+)/.exec(request) ?? [];
  const since = finished.filter(({ began }) => at(began).getTime() / 1_000 >= Number(from));
  return type === 'CALLLIST' ? since.map(finishedXml).join('') : '';
}

/** Starts it; `cut` ends the connections that are open. */
export async function listedRecorder(first: Partial<Lists>) {
  const lists: Lists = { running: [], finished: [], refused: '', gone: '', unanswered: '', ...first };
  const server = await scripted((text, socket) => {
    for (const request of text.split('\r\n').filter(Boolean)) {
      const is = (name: string, value: string) => value !== '' && request.includes(`<${name}>${value}<`);
      if (is('TYPE', lists.unanswered)) continue;
      const [id = 0] = requestIds(request);
      const result = okResult(id, answerTo(request, lists));
      const label = is('TYPE', lists.refused) ? 'API_DATABASE_QUERY_ERROR' : null;
      socket.write(
        result.replaceAll('API_OK', label ?? (is('DEVICEID', lists.gone) ? 'API_DEVICE_INVALID' : 'API_OK')),
      );
    }
  });
  const asked = (name: string) => server.received.join('').split(`<TYPE>${name}<`).length - 1;
  const cut = () => {
    for (const socket of server.sockets) socket.end();
  };
  return { lists, server, asked, cut };
}

/** How a recorder with lists is listened to. */
interface ListeningOptions {
  readonly readings?: ChosenReadings;
  /** Milliseconds between two looks at the lists. */
  readonly lookEvery?: number;
}

/** Listens to a recorder with these lists until the test is over; `say` has the newest stream report something of a recording. */
export async function listenTo(first: Partial<Lists>, { readings = {}, lookEvery = 60_000 }: ListeningOptions = {}) {
  const recorder = await listedRecorder(first);
  const settings = { ...recorder.server.settings, readings };
  const around = dependencies(() => BREAK);
  const client = createClient(settings, { account: 'wfo', log: around.log });
  const parts = { account: 'wfo', settings, dependencies: around, client, lookEvery };
  const live = new LiveRecorder({ ...parts, labels: async () => new Map() });
  const leaving = new AbortController();
  const events: EventRecord[] = [];
  let isListening = false;
  const onListening = () => {
    isListening = true;
  };
  const ended = (async () => {
    for await (const event of oneByOne(live.events({ signal: leaving.signal, onListening }))) events.push(event);
  })();
  const leave = async () => {
    leaving.abort();
    await ended;
  };
  onTestFinished(async () => {
    await leave();
    await client.close();
    await recorder.server.close();
  });
  const say = (type: string, file: string, device: string) => {
    const data = `<EVENTDATA><DEVICEID>${device}</DEVICEID><FILENAME>${file}</FILENAME></EVENTDATA>`;
    for (const socket of recorder.server.sockets)
      if (!socket.destroyed) socket.write(`<CALLCOPYEVENT><EVENTTYPE>${type}</EVENTTYPE>${data}</CALLCOPYEVENT>`);
  };
  return { ...recorder, client, events, isListening: () => isListening, say, leave, lines: around.lines };
}

/** What an event says, in a line. */
export const line = (event: EventRecord) =>
  event.kind === 'RECORDING'
    ? `${event.type} ${event.device} ${event.recording?.nativeId ?? '-'} ${event.state} ${event.occurredAt.slice(11, 19)}`
    : event.kind;
