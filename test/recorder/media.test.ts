import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaStream } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import type { SimulatedRecording } from '../../src/simulators/centre/model.ts';
import { decodeVox, encodeVox } from '../../src/simulators/recorder/vox.ts';
import { dependencies, startRecorder } from './dependencies.ts';

type Started = Awaited<ReturnType<typeof startRecorder>>;

let started: Started;
let adapter: ReturnType<typeof vendor.connect>;
let short: readonly SimulatedRecording[];

const seconds = ({ startedAt, stoppedAt }: SimulatedRecording) =>
  ((stoppedAt?.getTime() ?? 0) - startedAt.getTime()) / 1000;

beforeAll(async () => {
  started = await startRecorder();
  adapter = vendor.connect('wfo', started.settings, dependencies());
  const finished = started.centre.recordings.filter(({ stoppedAt }) => stoppedAt !== null);
  short = finished.toSorted((one, other) => seconds(one) - seconds(other)).slice(0, 3);
});
afterAll(async () => {
  await adapter.close();
  await started.recorder.close();
});

async function bytesOf(media: MediaStream | undefined): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of media?.body ?? []) parts.push(part);
  return Buffer.concat(parts);
}

/** The samples of a WAV file, its header read by the format's own rules. */
function wavSamples(file: Buffer): Int16Array {
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  expect(file.toString('latin1', 8, 16)).toBe('WAVEfmt ');
  const [format, channels, rate, perSecond] = [20, 22, 24, 28].map((at) =>
    at < 24 ? file.readUInt16LE(at) : file.readUInt32LE(at),
  );
  expect({ format, channels, rate, perSecond }).toEqual({ format: 1, channels: 1, rate: 8000, perSecond: 16000 });
  expect(file.readUInt16LE(32)).toBe(2);
  expect(file.readUInt16LE(34)).toBe(16);
  expect(file.toString('latin1', 36, 40)).toBe('data');
  expect(file.readUInt32LE(40)).toBe(file.length - 44);
  return new Int16Array(file.subarray(44).buffer.slice(file.byteOffset + 44, file.byteOffset + file.length));
}

/** Walks an MP3 file frame by frame and answers its length in seconds; throws where a frame does not begin. */
function mp3Seconds(file: Buffer): number {
  const rates = [11025, 12000, 8000];
  const kilobits = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
  let at = 0;
  let frames = 0;
  while (at + 4 <= file.length) {
    const head = file.readUInt32BE(at);
    if (head >>> 21 !== 0x7ff) throw new Error(`no frame at ${at}`);
    expect((head >>> 19) & 3, 'MPEG 2.5').toBe(0);
    expect((head >>> 17) & 3, 'layer III').toBe(1);
    const rate = rates[(head >>> 10) & 3] ?? 0;
    expect(rate).toBe(8000);
    at += Math.floor((72 * (kilobits[(head >>> 12) & 15] ?? 0) * 1000) / rate) + ((head >>> 9) & 1);
    frames += 1;
  }
  return (frames * 576) / 8000;
}

function correlation(one: Int16Array, other: Int16Array): number {
  let [product, left, right] = [0, 0, 0];
  for (let at = 0; at < one.length; at += 1) {
    const [a, b] = [one[at] ?? 0, other[at] ?? 0];
    product += a * b;
    left += a * a;
    right += b * b;
  }
  return product / Math.sqrt(left * right);
}

describe('a recording', () => {
  it('comes as WAV of its own length', async () => {
    const [recording] = short;
    if (!recording) throw new Error('nothing was recorded');
    const media = await adapter.recordingMedia?.(String(recording.recordId), 'WAV', {});
    expect(media?.contentType).toBe('audio/wav');
    const samples = wavSamples(await bytesOf(media));
    expect(samples.length / 8000).toBeCloseTo(seconds(recording), 1);
    expect(Math.max(...samples.subarray(0, 40_000))).toBeGreaterThan(2_000);
  });

  it('comes as MP3 of its own length', async () => {
    const [recording] = short;
    const media = await adapter.recordingMedia?.(String(recording?.recordId), 'MP3', {});
    expect(media?.contentType).toBe('audio/mpeg');
    const length = mp3Seconds(await bytesOf(media));
    expect(Math.abs(length - (recording ? seconds(recording) : 0))).toBeLessThan(0.4);
  });

  it('comes as VOX that sounds like the WAV', async () => {
    const id = String(short[0]?.recordId);
    const samples = wavSamples(await bytesOf(await adapter.recordingMedia?.(id, 'WAV', {})));
    const media = await adapter.recordingMedia?.(id, 'VOX', {});
    expect(media?.contentType).toBe('audio/x-dialogic-adpcm');
    const vox = await bytesOf(media);
    expect(vox.length).toBe(Math.ceil(samples.length / 2));
    expect(correlation(samples, decodeVox(vox))).toBeGreaterThan(0.95);
  });

  it('is silent where it was blacked out, and only there', async () => {
    const recording = started.centre.recordings.find((each) => each.stoppedAt !== null && seconds(each) > 5);
    if (!recording) throw new Error('nothing was recorded');
    recording.blackouts.push({ from: 2_000, to: 3_000 });
    const samples = wavSamples(await bytesOf(await adapter.recordingMedia?.(String(recording.recordId), 'WAV', {})));
    const loud = (from: number, to: number) => samples.subarray(from, to).some((sample) => Math.abs(sample) > 500);
    expect([loud(0, 16_000), loud(16_000, 24_000), loud(24_000, 40_000)]).toEqual([true, false, true]);
  });

  it('is NOT_FOUND when there is none, and looked up by its id only', async () => {
    await expect(adapter.recordingMedia?.('1', 'MP3', {})).rejects.toMatchObject({
      code: 'NOT_FOUND',
      vendorCode: 'API_FILE_NOT_FOUND',
    });
    for (const id of ['', '..\\..\\secret', 'C:\\x.wav', '1,2', '1&uniquefield=user1', '%2e', '1e5', '１'])
      await expect((async () => adapter.recordingMedia?.(id, 'MP3', {}))()).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
  });

  it.each(['html', 'empty'] as const)('is not what the service answers with a page or nothing: %s', async (kind) => {
    const id = String(short[0]?.recordId);
    started.recorder.trouble({ kind, operation: 'EXPORT', times: 2 });
    await expect(adapter.recordingMedia?.(id, 'MP3', {})).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    const input = { UNIQUEFIELD: 'ident', UNIQUEID: id, MEDIA_FORMAT: 'MP3' };
    await expect(adapter.call('EXPORT', input, {})).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it.each([
    ['a sentence', 'All parameters must be unique', 'text/plain'],
    ['a sentence said to be audio', 'Export failed.\r\nThe file is in use.', 'audio/mpeg'],
    ['a page that begins with a comment', '<!-- IIS --><html><body>Service unavailable</body></html>', 'text/html'],
  ])('is not what the service answers with %s', async (_, text, type) => {
    const web = createServer((_request, response) => response.setHeader('content-type', type).end(text)).listen(0);
    const webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}/webapi.aspx`;
    const other = vendor.connect('wfo', { ...started.settings, webUrl }, dependencies());
    await expect(other.recordingMedia?.('1', 'MP3', {})).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    const input = { UNIQUEFIELD: 'ident', UNIQUEID: '1', MEDIA_FORMAT: 'MP3' };
    await expect(other.call('EXPORT', input, {})).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    await other.close();
    web.close();
  });

  it('ends with an error, not as a short file, when the connection breaks', async () => {
    started.recorder.trouble({ kind: 'down', operation: 'EXPORT', times: 1 });
    await expect(adapter.recordingMedia?.(String(short[0]?.recordId), 'MP3', {})).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
    started.recorder.trouble({ kind: 'hang', operation: 'EXPORT', times: 1 });
    await expect(adapter.recordingMedia?.(String(short[0]?.recordId), 'MP3', { deadline: 100 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    started.recorder.trouble({ kind: 'unavailable', operation: 'EXPORT', times: 1 });
    await expect(adapter.recordingMedia?.(String(short[0]?.recordId), 'MP3', {})).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });
});

describe('several recordings', () => {
  const IDENT = () => short.map(({ recordId }) => recordId).join(',');
  const ask = async (name: string) =>
    (await adapter.call(name, { IDENT: IDENT(), MEDIA_FORMAT: 'WAV' }, {})) as {
      CONTENTTYPE: string;
      LENGTH: number;
      MEDIA: string;
    };

  it('are joined into one file', async () => {
    const { CONTENTTYPE, LENGTH, MEDIA } = await ask('COMBINEDEXPORT');
    const file = Buffer.from(MEDIA, 'base64');
    expect({ CONTENTTYPE, LENGTH }).toEqual({ CONTENTTYPE: 'audio/wav', LENGTH: file.length });
    const whole = short.reduce((sum, recording) => sum + seconds(recording), 0);
    expect(wavSamples(file).length / 8000).toBeCloseTo(whole, 0);
  });

  it('are packed into a zip file', async () => {
    const { CONTENTTYPE, MEDIA } = await ask('MULTIEXPORT');
    expect(CONTENTTYPE).toBe('application/zip');
    const files = unzipSync(Buffer.from(MEDIA, 'base64'));
    expect(Object.keys(files)).toEqual(short.map(({ recordId }) => `${recordId}.wav`));
    for (const file of Object.values(files)) wavSamples(Buffer.from(file));
  });

  it('are refused inside an answer when they are too long for it', async () => {
    const small = vendor.connect('wfo', { ...started.settings, maxMediaBytes: 2_000 }, dependencies());
    await expect(small.call('MULTIEXPORT', { IDENT: IDENT(), MEDIA_FORMAT: 'WAV' }, {})).rejects.toMatchObject({
      code: 'BAD_RESPONSE',
    });
    await small.close();
  });
});

it('VOX follows a slow wave closely and never leaves its range', () => {
  const wave = Int16Array.from({ length: 8_000 }, (_, at) => 30_000 * Math.sin(at / 40));
  const back = decodeVox(encodeVox(wave));
  expect(correlation(wave, back)).toBeGreaterThan(0.99);
  expect(Math.max(...back)).toBeLessThanOrEqual(32_752);
});
