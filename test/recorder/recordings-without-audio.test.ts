/** A recording without audio: not saved yet, purged, or without its file, each with its own status at the link. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { createClient } from '../../src/adapters/recorder/client.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { whyMissing } from '../../src/adapters/recorder/reads/missing.ts';
import { quietLog } from '../../src/server/logging.ts';
import { MediaServer } from '../../src/server/media.ts';
import type { Centre } from '../../src/simulators/centre/model.ts';
import { busyCentre, dependencies, okResult, requestIds, scripted, startRecorder } from './dependencies.ts';

const HOUR = 3_600_000;

/** Finished recordings, oldest first. */
const finishedIn = (centre: Centre) =>
  centre.recordings
    .filter(({ stoppedAt }) => stoppedAt !== null)
    .toSorted((one, other) => one.recordId - other.recordId)
    .map(({ recordId }) => recordId);

/** A recorder, and what a link to a recording answers so many hours later. */
async function served(hoursLater: number, centre = busyCentre()) {
  const { recorder, settings } = await startRecorder(centre);
  const now = () => new Date(centre.now().getTime() + hoursLater * HOUR);
  const adapter = vendor.connect('wfo', settings, dependencies(now));
  const media = new MediaServer({ secret: undefined, seconds: 60, log: quietLog, adapter: () => adapter });
  const server = createServer((request, response) => void media.handle(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await media.close();
    await adapter.close();
    await recorder.close();
  });
  const get = async (id: number) => {
    const answer = await fetch(
      `http://127.0.0.1:${port}${media.sign('wfo', String(id), 'WAV', { id: 'someone' }).path}`,
    );
    return [answer.status, answer.status === 200 ? 'audio' : await answer.text()];
  };
  return { recorder, get, ids: finishedIn(centre) };
}

const NOT_SAVED = [409, 'The recording is not saved yet\n'];
const PURGED = [410, 'The recording was purged\n'];
const NO_FILE = [404, 'The recording’s file cannot be found\n'];

it.each([0, 48])('has no file where its record exists, %i hours later (R9)', async (hours) => {
  const { recorder, get, ids } = await served(hours);
  const id = ids[3] as number;
  expect(await get(id)).toEqual([200, 'audio']);
  const other = ids[4] as number;
  recorder.lose(other, 'file');
  expect(await get(other)).toEqual(NO_FILE);
});

it.each([0, 48])('is not saved yet where it is newer than all that is listed, %i hours later (R9)', async (hours) => {
  const { recorder, get, ids } = await served(hours);
  const newest = ids.at(-1) as number;
  recorder.lose(newest, 'record');
  expect(await get(newest)).toEqual(NOT_SAVED);
});

it('is not saved yet where it is too young to have been purged', async () => {
  const { recorder, get, ids } = await served(0);
  recorder.lose(ids[3] as number, 'record');
  expect(await get(ids[3] as number)).toEqual(NOT_SAVED);
});

it.each([0, 3])('was purged where younger and older ones are listed but not number %i, days later (R9)', async (at) => {
  const { recorder, get, ids } = await served(48);
  recorder.lose(ids[at] as number, 'record');
  expect(await get(ids[at] as number)).toEqual(PURGED);
});

it.each([
  [300, 1],
  [1_200, 3],
])('is looked for no further back than it can be: number %i of very many takes %i pages', async (at, pages) => {
  const now = new Date('2026-03-02T14:00:00Z');
  const [newest, apart] = [now.getTime() / 1000, 600];
  const row = (index: number) =>
    `<SEARCHRESULT><RECORDID>${1_000_000 - 2 * index}</RECORDID><RECORDINGTIME>${newest - index * apart}</RECORDINGTIME></SEARCHRESULT>`;
  const server = await scripted((text, socket) => {
    const [, end] = /<CALLDATEEND>(\d+)/.exec(text) ?? [];
    const from = end ? Math.ceil((newest - Number(end)) / apart) : 0;
    const rows = Array.from({ length: 500 }, (_, index) => row(from + index)).join('');
    for (const id of requestIds(text)) socket.write(okResult(id, rows));
  });
  const client = createClient(server.settings, { account: 'wfo', log: quietLog });
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  const failure = new CrosspointError('NOT_FOUND', 'no file');
  const why = await whyMissing(client, String(1_000_000 - 2 * at - 1), now, failure, {});
  expect([why.message, server.received.length]).toEqual(['The recording was purged', pages]);
});

it('has no file where the list cannot be read or is empty', async () => {
  const { recorder, get, ids } = await served(48);
  const [id = 0] = ids;
  recorder.lose(id, 'record');
  recorder.refuse('API_DATABASE_QUERY_ERROR', { operation: 'CALLLIST', times: 1 });
  expect(await get(id)).toEqual(NO_FILE);
  for (const other of ids) recorder.lose(other, 'record');
  expect(await get(id)).toEqual(NO_FILE);
});
