import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readlinkSync, statfsSync, statSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { MediaFormat } from '../../schema/vocabulary.ts';
import type { Adapter, MediaStream } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { quietLog } from '../../src/server/logging.ts';
import { MediaServer } from '../../src/server/media.ts';
import { untilStill } from '../helpers/until.ts';
import { get } from './media-client.ts';

function folders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('crosspoint-media-'));
}

type Fetch = NonNullable<Adapter['recordingMedia']>;

describe('audio of a recording', () => {
  let served: Server | undefined;
  let media: MediaServer | undefined;

  async function serve(recordingMedia: Fetch, seconds = 60, of = (_account: string) => recordingMedia) {
    const adapter = (account: string) => ({ recordingMedia: of(account) }) as Adapter;
    const options = { secret: undefined, seconds, log: quietLog, adapter };
    const made = new MediaServer(options);
    media = made;
    served = createServer((request, response) => void made.handle(request, response));
    served.listen(0, '127.0.0.1');
    await once(served, 'listening');
    const origin = `http://127.0.0.1:${(served.address() as AddressInfo).port}`;
    return (id: string, account = 'wfo', format: MediaFormat = 'WAV') =>
      origin + made.sign(account, id, format, { id: 'someone' }).path;
  }
  afterEach(async () => {
    served?.closeAllConnections();
    served?.close();
    await media?.close();
  });

  const stream = (...parts: string[]): MediaStream => ({
    contentType: 'audio/wav',
    body: (async function* () {
      for (const part of parts) yield Buffer.from(part);
    })(),
  });

  test.each([
    ['NOT_FOUND', 404],
    ['FAILED_PRECONDITION', 409],
    ['UNAVAILABLE', 503],
    ['RATE_LIMITED', 503],
    ['TIMEOUT', 504],
    ['BAD_RESPONSE', 502],
  ] as const)('%s is %i (R9)', async (code, status) => {
    const at = await serve(async () => {
      throw new CrosspointError(code, 'words for the caller');
    });
    const got = await get(at('1'));
    expect([got.status, got.bytes.toString()]).toEqual([status, 'words for the caller\n']);
  });

  test('an internal error is answered without its message', async () => {
    const at = await serve(async () => {
      throw new Error('http://user:secret@vendor');
    });
    const got = await get(at('1'));
    expect([got.status, got.bytes.toString()]).toEqual([502, 'Internal error\n']);
  });

  test('a link that another gateway signed is refused, one with a query behind it is not (R8)', async () => {
    const at = await serve(async () => stream('heard'));
    const origin = new URL(at('1')).origin;
    const of = (secret: string | undefined) =>
      new MediaServer({ secret, seconds: 60, log: quietLog, adapter: () => undefined }).sign('wfo', '1', 'WAV', {
        id: 'someone',
      }).path;
    expect((await get(origin + of(undefined))).status).toBe(403);
    expect((await get(origin + of('a secret of theirs'))).status).toBe(403);
    expect((await get(`${at('1')}?player=1`)).bytes.toString()).toBe('heard');
  });

  test('an expired link is refused (R8)', async () => {
    const at = await serve(async () => stream('x'), 0);
    expect((await get(at('1'))).status).toBe(403);
  });

  test('many clients at once cost the vendor one fetch, and later ones none', async () => {
    let fetched = 0;
    const at = await serve(async () => {
      fetched += 1;
      return stream('hello ', 'world');
    });
    const got = await Promise.all(Array.from({ length: 10 }, () => get(at('1'))));
    expect(new Set(got.map(({ bytes }) => bytes.toString()))).toEqual(new Set(['hello world']));
    await get(at('1'));
    expect(fetched).toBe(1);
  });

  const descriptors = '/proc/self/fd';
  test.skipIf(!existsSync(descriptors))('leaves no open file once it was sent or its client left', async () => {
    const open = () =>
      readdirSync(descriptors).filter((name) => {
        try {
          return readlinkSync(join(descriptors, name)).startsWith(tmpdir());
        } catch {
          return false;
        }
      });
    const at = await serve(async () => stream('x'.repeat(20_000_000)));
    await get(at('1'), { range: 'bytes=0-9' });
    await get(at('1'), {}, 'HEAD');
    await get(at('1'), { range: 'bytes=999999999-' });
    await new Promise<void>((resolve, reject) => {
      const request = httpRequest(at('1'), { agent: false }, () => request.destroy());
      request.on('close', resolve).on('error', reject).end();
    });
    await expect.poll(open).toEqual([]);
  });

  test('is fetched once for each account and format', async () => {
    const fetched = (account: string): Fetch => {
      return async (recording, format) => stream(`${account} ${recording} ${format}`);
    };
    const at = await serve(fetched(''), 60, fetched);
    const asked = [['wfo', 'WAV'] as const, ['wfo', 'MP3'] as const, ['other', 'WAV'] as const];
    for (const [account, format] of asked)
      expect((await get(at('1', account, format))).bytes.toString()).toBe(`${account} 1 ${format}`);
  });

  test('an empty recording is empty', async () => {
    const at = await serve(async () => stream());
    const got = await get(at('1'));
    expect([got.status, got.bytes.length]).toEqual([200, 0]);
  });

  test('a fetch that breaks off leaves no file, and closing leaves no folder', async () => {
    const before = new Set(folders());
    let breaks = true;
    const at = await serve(async () => ({
      contentType: 'audio/wav',
      body: (async function* () {
        yield Buffer.from('half');
        if (breaks) throw new CrosspointError('UNAVAILABLE', 'The connection broke off');
      })(),
    }));
    expect((await get(at('1'))).status).toBe(503);
    const [folder = ''] = folders().filter((name) => !before.has(name));
    expect(readdirSync(join(tmpdir(), folder))).toEqual([]);
    breaks = false;
    expect((await get(at('1'))).bytes.toString()).toBe('half');
    const [file = '', ...others] = readdirSync(join(tmpdir(), folder));
    expect(others).toEqual([]);
    expect(statSync(join(tmpdir(), folder, file)).mode & 0o077, 'readable by its owner only').toBe(0);
    await media?.close();
    expect(existsSync(join(tmpdir(), folder))).toBe(false);
  });

  const BLOCK = 1024 * 1024;
  const noise = randomBytes(BLOCK - 8);
  const numberOf = (block: number) => {
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(BigInt(block));
    return number;
  };
  /** A recording of whole blocks, each beginning with its number, and three bytes. */
  const big = (blocks: number): MediaStream => ({
    contentType: 'audio/wav',
    body: (async function* () {
      for (let block = 0; block < blocks; block += 1) {
        yield numberOf(block);
        yield noise;
      }
      yield Buffer.from('end');
    })(),
  });

  const BLOCKS = 2_048;
  const { bavail, bsize } = statfsSync(tmpdir());
  const tight = bavail * bsize < 3 * BLOCKS * BLOCK;
  if (tight) console.warn('SKIPPED: a recording of 2 GB is not tested, the disk has no room for it');

  test.skipIf(tight)(
    'a recording of 2 GB is fetched once, and sent as it is read, in any part (R7)',
    async () => {
      let fetched = 0;
      const at = await serve(async () => {
        fetched += 1;
        return big(BLOCKS);
      });
      const url = at('1');
      const length = BLOCKS * BLOCK + 3;
      const tail = await get(url, { range: 'bytes=-11' });
      expect(tail.headers['content-range']).toBe(`bytes ${length - 11}-${length - 1}/${length}`);
      expect(tail.bytes.equals(Buffer.concat([noise.subarray(-8), Buffer.from('end')]))).toBe(true);
      const { etag = '' } = tail.headers;
      const middle = await get(url, { range: `bytes=${2_047 * BLOCK}-${2_047 * BLOCK + 99}`, 'if-range': etag });
      expect(middle.status).toBe(206);
      expect(middle.bytes.equals(Buffer.concat([numberOf(2_047), noise]).subarray(0, 100))).toBe(true);
      expect((await get(url, { range: `bytes=${length}-` })).status).toBe(416);

      let connection: Socket | undefined;
      served?.once('connection', (socket) => {
        connection = socket;
      });
      const before = process.memoryUsage().arrayBuffers;
      let most = 0;
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        httpRequest(url, { agent: false }, resolve).on('error', reject).end();
      });
      // Nothing is read until no more is sent.
      expect(await untilStill(() => connection?.bytesWritten ?? 0)).toBeLessThan(64 * BLOCK);
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const part of response) {
        hash.update(part);
        bytes += part.length;
        most = Math.max(most, process.memoryUsage().arrayBuffers);
      }
      expect([bytes, `"${hash.digest('base64url')}"`]).toEqual([length, etag]);
      // An eighth of it: what is collected when is not ours to say.
      expect(most - before).toBeLessThan(256 * BLOCK);
      expect(fetched).toBe(1);
    },
    180_000,
  );

  test.skipIf(tight)(
    'an entry evicted while it is read is read to its end, and then leaves no file',
    async () => {
      const before = new Set(folders());
      const at = await serve(async () => big(300));
      const url = at('1');
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        httpRequest(url, { agent: false }, resolve).on('error', reject).end();
      });
      await get(at('2'), { range: 'bytes=0-0' });
      const [folder = ''] = folders().filter((name) => !before.has(name));
      await expect.poll(() => readdirSync(join(tmpdir(), folder)).length).toBe(1);
      let bytes = 0;
      for await (const part of response) bytes += part.length;
      expect(bytes).toBe(300 * BLOCK + 3);
    },
    60_000,
  );
});
