import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from './gateway.ts';
import { type Got, get } from './media-client.ts';

const LINKS =
  'query ($format: MediaFormat!) { recordings(first: 50) { edges { node { id durationSeconds media(format: $format) { url contentType expiresAt } } } } }';

describe('a recording of the gateway', () => {
  let gateway: TestGateway;
  let url: string;
  let whole: Got;

  /** The recording all links are for: calls keep ending in the simulated centre, so the newest is soon another. */
  let chosen: string | undefined;

  async function link(format: string, key?: string) {
    const { data, errors } = await gateway.ask(LINKS, { format }, key);
    if (errors) throw new Error(JSON.stringify(errors));
    const ended = data.recordings.edges.find(({ node }: { node: { id: string; durationSeconds: number } }) =>
      chosen ? node.id === chosen : node.durationSeconds > 0,
    );
    chosen = ended.node.id;
    return ended.node.media as { url: string; contentType: string; expiresAt: string };
  }

  beforeAll(async () => {
    gateway = await startGateway({
      vendors: ['recorder'],
      grants: {
        reader: { scopes: ['recordings:read'] },
        listener: { scopes: ['recordings:read', 'recordings:listen'] },
      },
    });
    url = (await link('WAV')).url;
    whole = await get(url);
  }, 30_000);
  afterAll(() => gateway.close());

  test('comes whole, private, under its own type (R8)', () => {
    expect(whole.status).toBe(200);
    expect(whole.headers).toMatchObject({
      'content-type': 'audio/wav',
      'content-length': String(whole.bytes.length),
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-disposition': 'attachment; filename="recording.wav"',
      etag: expect.stringMatching(/^"[\w-]+"$/),
    });
    expect(whole.bytes.length).toBeGreaterThan(10_000);
  });

  test.each([
    [
      'WAV',
      'audio/wav',
      (bytes: Buffer) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.readUInt32LE(4) === bytes.length - 8,
    ],
    ['MP3', 'audio/mpeg', (bytes: Buffer) => bytes.readUInt16BE(0) >>> 5 === 0x7ff],
    [
      'VOX',
      'audio/x-dialogic-adpcm',
      (bytes: Buffer) => bytes.length > 1_000 && bytes.toString('latin1', 0, 4) !== 'RIFF',
    ],
  ])('%s is %s (R7)', async (format, type, fits) => {
    const made = await link(format);
    const got = await get(made.url);
    expect([got.status, got.headers['content-type'], made.contentType]).toEqual([200, type, type]);
    expect(fits(got.bytes)).toBe(true);
  });

  const last = () => whole.bytes.length - 1;

  test.each([
    ['bytes=0-0', () => [0, 0]],
    ['bytes=0-', () => [0, last()]],
    ['bytes=-500', () => [last() - 499, last()]],
    ['bytes=100-199', () => [100, 199]],
    ['bytes=5000-999999999', () => [5_000, last()]],
    ['bytes=-999999999', () => [0, last()]],
  ] as [string, () => [number, number]][])('%s is answered with exactly those bytes (R7)', async (range, wanted) => {
    const [start, end] = wanted();
    const got = await get(url, { range });
    expect(got.status).toBe(206);
    expect(got.headers['content-range']).toBe(`bytes ${start}-${end}/${whole.bytes.length}`);
    expect(got.headers['content-length']).toBe(String(end - start + 1));
    expect(got.bytes.equals(whole.bytes.subarray(start, end + 1))).toBe(true);
  });

  test.each([['bytes=0-1,5-6'], ['bytes=5-1'], ['bytes=-'], ['items=0-1'], ['bytes=a-b']])(
    '%s is answered with everything',
    async (range) => {
      const got = await get(url, { range });
      expect([got.status, got.bytes.length]).toEqual([200, whole.bytes.length]);
    },
  );

  test.each([['bytes=999999999-'], ['bytes=-0']])('%s cannot be satisfied (R7)', async (range) => {
    const got = await get(url, { range });
    expect([got.status, got.headers['content-range'], got.bytes.length]).toEqual([
      416,
      `bytes */${whole.bytes.length}`,
      0,
    ]);
  });

  test('a download that was cut continues where it stopped, if the bytes are still the same (R7)', async () => {
    const etag = whole.headers.etag ?? '';
    const rest = await get(url, { range: 'bytes=3000-', 'if-range': etag });
    expect(rest.status).toBe(206);
    expect(Buffer.concat([whole.bytes.subarray(0, 3_000), rest.bytes]).equals(whole.bytes)).toBe(true);
    const stale = await get(url, { range: 'bytes=3000-', 'if-range': '"other"' });
    expect([stale.status, stale.bytes.length]).toEqual([200, whole.bytes.length]);
    const again = await get((await link('WAV')).url, { range: 'bytes=0-9', 'if-range': etag });
    expect(again.status).toBe(206);
  });

  test('HEAD answers the headers and no body (R7)', async () => {
    const got = await get(url, {}, 'HEAD');
    expect([got.status, got.headers['content-length'], got.bytes.length]).toEqual([200, String(whole.bytes.length), 0]);
    expect((await get(url, {}, 'POST')).status).toBe(405);
  });

  test('a link that was tampered with is refused (R8)', async () => {
    const [text = '', signature = ''] = url.slice(url.lastIndexOf('/') + 1).split('.');
    const grant = JSON.parse(Buffer.from(text, 'base64url').toString());
    const other = Buffer.from(JSON.stringify([grant[0], '1', ...grant.slice(2)])).toString('base64url');
    const later = Buffer.from(JSON.stringify([...grant.slice(0, 3), grant[3] + 1e9, ...grant.slice(4)])).toString(
      'base64url',
    );
    const turned = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    const account = Buffer.from(JSON.stringify(['another', ...grant.slice(1)])).toString('base64url');
    const holder = Buffer.from(JSON.stringify([...grant.slice(0, 4), 'key:listener', ...grant.slice(5)])).toString(
      'base64url',
    );
    for (const token of [
      `${account}.${signature}`,
      `${holder}.${signature}`,
      `${other}.${signature}`,
      `${later}.${signature}`,
      `${text}.${turned}`,
      `${text}.x`,
      `${text}.${signature}A`,
      `x.${signature}`,
      text,
      `${text}.`,
      `.${signature}`,
      `${text}.${signature}.x`,
      '',
      'x',
      '%00',
      '..%2f..%2fetc%2fpasswd',
    ]) {
      const got = await get(`${gateway.origin}/media/${token}`);
      expect(got.status, token).toBe(403);
      expect(got.headers['cache-control']).toBe('private, no-store');
    }
  });

  test('callers without recordings:listen get no link', async () => {
    const { errors } = await gateway.ask(LINKS, { format: 'WAV' }, 'reader');
    expect(errors?.[0]?.extensions.code).toBe('PERMISSION_DENIED');
    expect((await link('WAV', 'listener')).url).toContain('/media/');
  });

  test('a recorder that is down is fetched as such', async () => {
    const links = await gateway.ask(LINKS, { format: 'VOX' });
    const unread = links.data.recordings.edges.at(-1).node.media.url;
    gateway.simulator('recorder').trouble({ kind: 'down' });
    const got = await get(unread);
    gateway.simulator('recorder').trouble(null);
    expect(got.status).toBe(503);
    expect(got.bytes.toString()).not.toMatch(/127\.0\.0\.1|at .*\.ts/);
  });
});
