import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LRUCache } from 'lru-cache';
import type { MediaStream } from '../adapters/adapter.ts';
import { onAbort } from '../adapters/calls/abort.ts';
import { CrosspointError } from '../adapters/errors.ts';
import { DiskBudget } from './disk-budget.ts';
import { FetchShares } from './fetch-shares.ts';

/** A fetched recording, open for reading to its end whether or not it is still cached. */
export interface OpenMedia {
  readonly bytes: number;
  readonly etag: string;
  readonly handle: FileHandle;
  close(): Promise<void>;
}

/** The limits on the disk space of recordings and on running fetches. */
export interface MediaLimits {
  /** Bytes of all temporary files: those being fetched, cached, and still read. */
  readonly diskBytes: number;
  /** Recordings fetched from vendors at a time. */
  readonly fetches: number;
  /** Milliseconds after which a client that takes nothing is disconnected, so that its file can be removed. */
  readonly stalledMilliseconds: number;
}

interface StoredMedia {
  readonly file: string;
  readonly bytes: number;
  readonly etag: string;
  readers: number;
  isCached: boolean;
}

interface Fetching {
  readonly stored: Promise<StoredMedia>;
  readonly controller: AbortController;
  waiters: number;
}

/** A recording that is to be opened. */
interface WantedMedia {
  readonly key: string;
  /** Among whom the fetches are shared: the account and the caller. */
  readonly sharers: readonly string[];
  /** Fetches it; the signal aborts when no client waits for it any more. */
  fetch(signal: AbortSignal): Promise<MediaStream>;
}

/** Milliseconds for which a fetched recording is cached. */
const CACHED_MILLISECONDS = 10 * 60_000;
/** Cached recordings may take this part of the bytes, as its divisor. */
const CACHED_SHARE = 8;
const MOST_ATTEMPTS = 3;

/**
 * Temporary files of recordings. Each recording is fetched once for all its clients; the fetch ends with the last of
 * them. All files together stay within a number of bytes: cached ones give way, and what still does not fit is refused.
 */
export class MediaStore {
  readonly #cache: LRUCache<string, StoredMedia>;
  readonly #fetching = new Map<string, Fetching>();
  readonly #disk: DiskBudget;
  /** Fetches that still run or write, those without a client included. */
  readonly #running: FetchShares;

  constructor(
    private readonly limits: MediaLimits,
    private readonly folder: () => Promise<string>,
  ) {
    const maxSize = Math.max(1, Math.floor(limits.diskBytes / CACHED_SHARE));
    this.#cache = new LRUCache({
      maxSize,
      // A recording larger than the whole cache takes the place of all others, rather than being fetched for each range.
      sizeCalculation: ({ bytes }) => Math.min(Math.max(1, bytes), maxSize),
      ttl: CACHED_MILLISECONDS,
      ttlAutopurge: true,
      dispose: (stored) => this.#onEvicted(stored),
    });
    this.#running = new FetchShares(limits.fetches);
    this.#disk = new DiskBudget(limits.diskBytes, () => this.#cache.pop() !== undefined);
  }

  /** Opens a recording, fetching it where it is not cached. Rejects with RATE_LIMITED where too many are being fetched. */
  async open(wanted: WantedMedia, signal: AbortSignal): Promise<OpenMedia> {
    for (let attempt = 1; ; attempt += 1) {
      const stored = this.#cache.get(wanted.key) ?? (await this.#awaitFetch(wanted, signal));
      try {
        return await this.#read(stored);
      } catch (error) {
        // The file was evicted between its fetch and now.
        if (attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }

  /** Ends all fetches and forgets all files; the caller removes the folder. */
  async close(): Promise<void> {
    const running = [...this.#fetching.values()];
    for (const { controller } of running) controller.abort();
    await Promise.allSettled(running.map(({ stored }) => stored));
    this.#cache.clear();
  }

  async #read(stored: StoredMedia): Promise<OpenMedia> {
    stored.readers += 1;
    const { bytes, etag, file } = stored;
    try {
      const handle = await open(file);
      const close = async () => {
        await handle.close();
        this.#onRead(stored);
      };
      return { bytes, etag, handle, close };
    } catch (error) {
      this.#onRead(stored);
      throw error;
    }
  }

  async #awaitFetch(wanted: WantedMedia, signal: AbortSignal): Promise<StoredMedia> {
    signal.throwIfAborted();
    const { key } = wanted;
    const fetching = this.#fetching.get(key) ?? this.#begin(wanted);
    fetching.waiters += 1;
    const leave = onAbort(signal, () => {
      fetching.waiters -= 1;
      if (fetching.waiters > 0) return;
      if (this.#fetching.get(key) === fetching) this.#fetching.delete(key);
      fetching.controller.abort(signal.reason);
    });
    try {
      return await fetching.stored;
    } finally {
      leave();
    }
  }

  #begin(wanted: WantedMedia): Fetching {
    const { key, sharers } = wanted;
    if (!this.#running.admits(sharers)) throw tooManyFetches(this.limits.fetches);
    const controller = new AbortController();
    this.#running.add(sharers, 1);
    const stored = this.#fetch(wanted, controller.signal).finally(() => {
      this.#running.add(sharers, -1);
      if (this.#fetching.get(key) === fetching) this.#fetching.delete(key);
    });
    const fetching: Fetching = { stored, controller, waiters: 0 };
    this.#fetching.set(key, fetching);
    return fetching;
  }

  async #fetch({ key, fetch }: WantedMedia, signal: AbortSignal): Promise<StoredMedia> {
    const file = join(await this.folder(), randomBytes(12).toString('hex'));
    const reserved = this.#disk.reserve();
    try {
      const { body } = await fetch(signal);
      const etag = await write(body, file, (bytes) => reserved.grow(bytes), signal);
      const stored = { file, etag, bytes: reserved.bytes, readers: 0, isCached: true };
      this.#cache.set(key, stored);
      return stored;
    } catch (error) {
      await rm(file, { force: true });
      reserved.release();
      throw error;
    }
  }

  #onEvicted(stored: StoredMedia): void {
    stored.isCached = false;
    void rm(stored.file, { force: true });
    if (stored.readers === 0) this.#disk.release(stored.bytes);
  }

  #onRead(stored: StoredMedia): void {
    stored.readers -= 1;
    // The disk has the bytes of a removed file for as long as it is open.
    if (stored.readers === 0 && !stored.isCached) this.#disk.release(stored.bytes);
  }
}

function tooManyFetches(fetches: number): CrosspointError {
  const details = { limit: fetches, retryAfterSeconds: 5 };
  const message = `${fetches} recordings are being fetched, the most at a time; try again`;
  return new CrosspointError('RATE_LIMITED', message, { details });
}

/** Writes a file, counting before each part is written; answers its entity tag. */
async function write(
  body: AsyncIterable<Uint8Array>,
  file: string,
  grow: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  const counting = new Transform({
    transform(chunk: Buffer, _, done) {
      try {
        grow(chunk.length);
        hash.update(chunk);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  await pipeline(Readable.from(body), counting, createWriteStream(file, { mode: 0o600 }), { signal });
  return `"${hash.digest('base64url')}"`;
}
