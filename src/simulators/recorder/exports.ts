/** Exports and mailed recordings. */
import { zipSync } from 'fflate';
import { LRUCache } from 'lru-cache';
import type { SimulatedRecording } from '../centre/model.ts';
import { render } from './audio.ts';
import type { Handler } from './calls.ts';
import { customFields, factsOfCall, lengthOf } from './facts.ts';
import { type Encoded, encodeAs } from './formats.ts';
import { type RecorderRequest, Refused } from './request.ts';
import type { RecorderWorld } from './world.ts';

const made = new LRUCache<string, Promise<Encoded>>({ max: 24 });

/** Columns of the table of recordings that a recording may be looked up by. */
function columnsOf(world: RecorderWorld, recording: SimulatedRecording): Readonly<Record<string, string>> {
  const device = recording.call.person.extension;
  const { GROUP, GATE, ANI, DNIS, CALLDIRECTION } = factsOfCall(world, recording.call);
  const custom = Object.entries(customFields(recording)).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    ...Object.fromEntries(custom),
    ...{ ident: String(recording.recordId), callid: recording.call.id, globalid: recording.call.id },
    ...{
      device_id: device,
      deviceid: device,
      device_alias: world.directory.aliasOf(device),
      devicealias: world.directory.aliasOf(device),
    },
    ...{ ani: ANI, dnis: DNIS, calldirection: CALLDIRECTION, sgroup: GROUP, gate: GATE },
    ...{ agent_id: String(recording.call.person.recorderId), filename: recording.fileName },
    ...{ channel: String(recording.channel), recording_time: String(world.readings.seconds(recording.startedAt)) },
    duration: String(Math.round(lengthOf(world, recording) / 1000)),
  };
}

function formatOf(request: RecorderRequest): string {
  const format = request.need('MEDIA_FORMAT').toUpperCase();
  if (format === 'CAV') throw new Refused('API_COMMAND_NOT_SUPPORTED', 'This recorder exports no CAV files');
  if (!['MP3', 'WAV', 'VOX'].includes(format)) throw new Refused('API_PARAMETERS_INVALID', 'There is no such format');
  return format;
}

/** The newest finished recording that has the value in the column. */
function byColumn(world: RecorderWorld, column: string, value: string): SimulatedRecording {
  const name = column.toLowerCase();
  const isThere = ({ recordId, stoppedAt }: SimulatedRecording) =>
    stoppedAt !== null && !world.withoutRecord.has(recordId) && !world.withoutFile.has(recordId);
  const fits = (recording: SimulatedRecording) => isThere(recording) && columnsOf(world, recording)[name] === value;
  const found = world.recordings.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime()).findLast(fits);
  if (!found) throw new Refused('API_FILE_NOT_FOUND', 'The file to be exported cannot be found');
  return found;
}

function byIdents(world: RecorderWorld, request: RecorderRequest): readonly SimulatedRecording[] {
  const idents = request
    .need('IDENT')
    .split(',')
    .map((ident) => ident.trim());
  if (idents.some((ident) => !/^\d+$/.test(ident)))
    throw new Refused('API_INVALID_MESSAGE_FORMAT', 'IDENT holds no ids');
  return idents.map((ident) => byColumn(world, 'ident', ident));
}

function samplesOf(world: RecorderWorld, recording: SimulatedRecording): Int16Array {
  const milliseconds = lengthOf(world, recording);
  const silences = recording.blackouts.map(({ from, to }) => ({ from, to: to ?? milliseconds }));
  return render({ seed: recording.recordId, milliseconds, silences });
}

async function encoded(format: string, samples: Int16Array): Promise<Encoded> {
  const done = await encodeAs(format, samples);
  if (!done) throw new Refused('API_COMMAND_NOT_SUPPORTED', 'There is no such format');
  return done;
}

/** The file of one recording, made on the first request. */
function fileOf(world: RecorderWorld, recording: SimulatedRecording, format: string): Promise<Encoded> {
  const { recordId, startedAt, blackouts } = recording;
  const key = JSON.stringify([recordId, startedAt, lengthOf(world, recording), blackouts, format]);
  const known = made.get(key);
  if (known) return known;
  const making = encoded(format, samplesOf(world, recording));
  made.set(key, making);
  return making;
}

async function exportOne(world: RecorderWorld, request: RecorderRequest): Promise<Encoded> {
  const column = request.need('UNIQUEFIELD');
  const value = request.need('UNIQUEID');
  return fileOf(world, byColumn(world, column, value), formatOf(request));
}

async function exportCombined(world: RecorderWorld, request: RecorderRequest): Promise<Encoded> {
  const format = formatOf(request);
  const parts = byIdents(world, request).map((recording) => samplesOf(world, recording));
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return encoded(format, whole);
}

async function exportSeveral(world: RecorderWorld, request: RecorderRequest): Promise<Encoded> {
  const format = formatOf(request);
  const files: Record<string, Uint8Array> = {};
  for (const recording of byIdents(world, request))
    files[`${recording.recordId}.${format.toLowerCase()}`] = (await fileOf(world, recording, format)).body;
  return { contentType: 'application/zip', body: Buffer.from(zipSync(files, { level: 0 })) };
}

/** Functions that answer a file, which only the web service has. */
export const exporters: Readonly<Record<string, (world: RecorderWorld, request: RecorderRequest) => Promise<Encoded>>> =
  {
    EXPORT: exportOne,
    COMBINEDEXPORT: exportCombined,
    MULTIEXPORT: exportSeveral,
  };

function mail(world: RecorderWorld, request: RecorderRequest) {
  const to = request.need('TOADDRESS');
  const recordings = byIdents(world, request).map(({ recordId }) => recordId);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to)) throw new Refused('API_EMAIL_NOT_VALID', 'The address is not valid');
  world.mailed.push({ to, recordings });
  return {};
}

/** Functions that mail recordings. */
export const mailHandlers: Readonly<Record<string, Handler>> = {
  EMAIL: (world, request) => {
    formatOf(request);
    return mail(world, request);
  },
  COMBINEDEMAIL: mail,
};
