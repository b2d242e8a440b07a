import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LRUCache } from 'lru-cache';
import type { MediaFormat } from '../../schema/vocabulary.ts';
import type { Adapter } from '../adapters/adapter.ts';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import { rangeOf } from './range.ts';

/** What a link lets its holder hear. */
interface MediaGrant {
  readonly account: string;
  readonly recording: string;
  readonly format: MediaFormat;
  /** Milliseconds since 1970 after which the link is dead. */
  readonly expires: number;
}

/** A signed link. */
interface MediaLink {
  readonly path: string;
  readonly contentType: string;
  readonly expiresAt: string;
}

interface StoredMedia {
  readonly file: string;
  readonly bytes: number;
  readonly etag: string;
}

const CONTENT_TYPES: Readonly<Record<MediaFormat, string>> = {
  MP3: 'audio/mpeg',
  WAV: 'audio/wav',
  VOX: 'audio/x-dialogic-adpcm',
};

const MOST_CACHED_BYTES = 512 * 1024 * 1024;
/** Milliseconds after which a fetched recording is removed. */
const CACHED_MILLISECONDS = 10 * 60_000;
const FETCH_DEADLINE = 60_000;

const MOST_ATTEMPTS = 3;

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  NOT_FOUND: 404,
  FAILED_PRECONDITION: 409,
  TIMEOUT: 504,
  UNAVAILABLE: 503,
  RATE_LIMITED: 503,
};

/**
 * Serves recordings under short-lived signed links, with byte ranges. A recording is fetched from its vendor once,
 * into a temporary file that goes when it is not used any more or the gateway stops.
 */
export class MediaServer {
  readonly #secret: Buffer;
  readonly #stored: LRUCache<string, StoredMedia>;
  readonly #fetching = new Map<string, Promise<StoredMedia>>();
  #folder: Promise<string> | undefined;

  constructor(
    private readonly options: {
      readonly secret: string | undefined;
      readonly seconds: number;
      readonly log: Log;
      adapter(account: string): Adapter | undefined;
    },
  ) {
    this.#secret = options.secret ? Buffer.from(options.secret) : randomBytes(32);
    this.#stored = new LRUCache({
      maxSize: MOST_CACHED_BYTES,
      // One that is larger than everything may be takes the place of all others, rather than being fetched for each range.
      sizeCalculation: ({ bytes }) => Math.min(Math.max(1, bytes), MOST_CACHED_BYTES),
      ttl: CACHED_MILLISECONDS,
      ttlAutopurge: true,
      dispose: ({ file }) => void rm(file, { force: true }),
    });
  }

  /** Makes a link for a recording of an account, good for the configured seconds. */
  sign(account: string, recording: string, format: MediaFormat): MediaLink {
    const expires = Date.now() + this.options.seconds * 1000;
    const grant: MediaGrant = { account, recording, format, expires };
    const text = Buffer.from(JSON.stringify([account, recording, format, expires])).toString('base64url');
    return {
      path: `/media/${text}.${this.#signature(text)}`,
      contentType: CONTENT_TYPES[grant.format],
      expiresAt: new Date(expires).toISOString(),
    };
  }

  /** Answers GET and HEAD under /media/. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    path = (request.url ?? '').replace(/\?.*$/s, ''),
  ): Promise<void> {
    const grant = this.#verify(path.replace(/^\/media\//, ''));
    if (!grant) return plain(response, 403, 'The link is not valid any more\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(response, 405, 'Only GET and HEAD\n');
    try {
      const { media, handle } = await this.#open(grant);
      await this.#send(request, response, grant, media, handle).finally(() => handle.close());
    } catch (thrown) {
      if (response.destroyed) return;
      const error = asCrosspointError(thrown);
      this.options.log.warn({ code: error.code, account: grant.account }, 'a recording could not be sent');
      if (response.headersSent) response.destroy();
      else plain(response, statusOf(error), `${error.message}\n`);
    }
  }

  /** Removes what was fetched. */
  async close(): Promise<void> {
    this.#stored.clear();
    const folder = await this.#folder;
    if (folder) await rm(folder, { recursive: true, force: true });
  }

  #signature(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }

  #verify(token: string): MediaGrant | null {
    const [text, signature, ...rest] = token.split('.');
    if (!text || !signature || rest.length) return null;
    const expected = Buffer.from(this.#signature(text));
    const shown = Buffer.from(signature);
    if (expected.length !== shown.length || !timingSafeEqual(expected, shown)) return null;
    const [account, recording, format, expires] = JSON.parse(Buffer.from(text, 'base64url').toString());
    return expires > Date.now() ? { account, recording, format, expires } : null;
  }

  async #obtain(grant: MediaGrant): Promise<StoredMedia> {
    const key = JSON.stringify([grant.account, grant.recording, grant.format]);
    const stored = this.#stored.get(key);
    if (stored) return stored;
    const running = this.#fetching.get(key) ?? this.#fetch(grant, key).finally(() => this.#fetching.delete(key));
    this.#fetching.set(key, running);
    return running;
  }

  /** Opens what was fetched; from then on it can be read to its end, whether or not it is still kept. */
  async #open(grant: MediaGrant): Promise<{ media: StoredMedia; handle: FileHandle }> {
    for (let attempt = 1; ; attempt += 1) {
      const media = await this.#obtain(grant);
      try {
        return { media, handle: await open(media.file) };
      } catch (error) {
        // Others that were fetched meanwhile took its place.
        if (attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }

  async #fetch(grant: MediaGrant, key: string): Promise<StoredMedia> {
    const adapter = this.options.adapter(grant.account);
    if (!adapter?.recordingMedia) throw new CrosspointError('NOT_FOUND', 'There is no such recording');
    this.#folder ??= mkdtemp(join(tmpdir(), 'crosspoint-media-'));
    const file = join(await this.#folder, randomBytes(12).toString('hex'));
    const media = await adapter.recordingMedia(grant.recording, grant.format, { deadline: FETCH_DEADLINE });
    try {
      const stored = await store(media.body, file);
      this.#stored.set(key, stored);
      return stored;
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  async #send(
    request: IncomingMessage,
    response: ServerResponse,
    grant: MediaGrant,
    media: StoredMedia,
    handle: FileHandle,
  ): Promise<void> {
    const range = rangeOf(request.headers, media.bytes, media.etag);
    const headers: Record<string, string | number> = {
      'content-type': CONTENT_TYPES[grant.format],
      'accept-ranges': 'bytes',
      etag: media.etag,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="recording.${grant.format.toLowerCase()}"`,
    };
    if (range === 'unsatisfiable') {
      response.writeHead(416, { ...headers, 'content-range': `bytes */${media.bytes}`, 'content-length': 0 }).end();
      return;
    }
    const { start, end } = range ?? { start: 0, end: media.bytes - 1 };
    if (range) headers['content-range'] = `bytes ${start}-${end}/${media.bytes}`;
    response.writeHead(range ? 206 : 200, { ...headers, 'content-length': end - start + 1 });
    if (request.method === 'HEAD' || media.bytes === 0) response.end();
    else await pipeline(handle.createReadStream({ start, end, autoClose: false }), response);
  }
}

/** What a failure is in HTTP: what was there and is not any more is told apart from what cannot be found. */
function statusOf({ code, details }: CrosspointError): number {
  if (code === 'NOT_FOUND' && details?.purged === true) return 410;
  return STATUS_BY_CODE[code] ?? 502;
}

/** Writes a file and says what is in it. */
async function store(body: AsyncIterable<Uint8Array>, file: string): Promise<StoredMedia> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(Readable.from(body), hashing, createWriteStream(file, { mode: 0o600 }));
  return { file, bytes: (await stat(file)).size, etag: `"${hash.digest('base64url')}"` };
}

function plain(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-store' })
    .end(text);
}
