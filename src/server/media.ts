import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { pipeline } from 'node:stream/promises';
import type { Caller, CallerIdentity } from '../access/caller.ts';
import { onExpiry } from '../access/expiry.ts';
import { writeId } from '../access/global-id.ts';
import type { Revocations } from '../access/revocation.ts';
import type { Adapter, MediaStream } from '../adapters/adapter.ts';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import type { Log } from '../adapters/vendor.ts';
import type { DownloadFormat } from '../gateway/media-signer.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { ClientAddresses } from './client-address.ts';
import { CONTENT_TYPES, deliverableOf } from './downloads.ts';
import { createMediaFolder, removeLeftovers, removeMediaFolder } from './media-folder.ts';
import { type MediaGrant, MediaLinks } from './media-links.ts';
import { sendPlain, statusOf } from './media-refusals.ts';
import { type MediaLimits, MediaStore, type OpenMedia } from './media-store.ts';
import { rangeOf } from './range.ts';

/** A signed link. */
interface MediaLink {
  readonly path: string;
  readonly contentType: string;
  readonly expiresAt: string;
}

/** Says whether a link's caller still has its rights, and when they end. */
export interface LinkRights {
  readonly revocations: Revocations;
  /** Whether the holder of a link has the scope at the account now. */
  isCurrent(holder: CallerIdentity, scope: string, account: string): boolean;
}

/** The parts and settings of a media server. */
export interface MediaOptions {
  readonly secret: string | undefined;
  /** Seconds for which a link works. */
  readonly seconds: number;
  readonly log: Log;
  /** Where deliveries are stored; none are sent while it cannot be written. */
  readonly trail?: AuditTrail;
  readonly limits?: Partial<MediaLimits>;
  /** The parent of the folder of temporary files; the system's by default. */
  readonly folder?: string | undefined;
  /** Absent where a link's rights never end before the link. */
  readonly rights?: LinkRights;
  readonly addresses?: ClientAddresses | undefined;
  adapter(account: string): Adapter | undefined;
}

const FETCH_DEADLINE = 60_000;

/** Bounds that suit a disk of some gigabytes. */
const MEDIA_LIMITS: MediaLimits = { diskBytes: 4 * 1024 ** 3, fetches: 8, stalledMilliseconds: 60_000 };

/**
 * Serves recordings and reports under short-lived signed links, with byte ranges. Each is fetched from its vendor once,
 * into a temporary file that is removed when it is not used any more or the gateway stops.
 */
export class MediaServer {
  readonly #links: MediaLinks;
  readonly #limits: MediaLimits;
  readonly #store: MediaStore;
  readonly #parent: string;
  #folder: Promise<string> | undefined;

  constructor(private readonly options: MediaOptions) {
    this.#links = new MediaLinks(options.secret, options.seconds);
    this.#parent = options.folder ?? tmpdir();
    this.#limits = { ...MEDIA_LIMITS, ...options.limits };
    this.#store = new MediaStore(this.#limits, () => this.#makeFolder());
  }

  /** Removes the temporary files that a crash left behind. */
  start(): Promise<void> {
    return removeLeftovers(this.#parent);
  }

  /** Makes a link for a recording or a report of an account, good for the configured seconds and no longer than the caller's credential. */
  sign(
    account: string,
    nativeId: string,
    format: DownloadFormat,
    caller: CallerIdentity & Pick<Caller, 'expiresAt'>,
  ): MediaLink {
    const { path, expires } = this.#links.sign(account, nativeId, format, caller);
    return { path, contentType: CONTENT_TYPES[format], expiresAt: new Date(expires).toISOString() };
  }

  /** Answers GET and HEAD under /media/. A link that is not valid is refused once `refusing` resolves. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    path = (request.url ?? '').replace(/\?.*$/s, ''),
    refusing?: () => Promise<void>,
  ): Promise<void> {
    const grant = this.#links.verify(path.replace(/^\/media\//, ''));
    if (!grant || !this.#isCurrent(grant)) {
      await refusing?.();
      return sendPlain(response, 403, 'The link is not valid any more\n');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return sendPlain(response, 405, 'Only GET and HEAD\n');
    const release = this.#endWithRights(grant, response);
    try {
      await this.options.trail?.ready();
      await this.#answer(request, response, grant);
    } catch (thrown) {
      const outcome = response.destroyed ? 'CUT' : asCrosspointError(thrown).code;
      await this.#audit(request, grant, outcome).catch(() => undefined);
      this.#refuse(response, grant, thrown);
    } finally {
      release();
    }
  }

  /** Ends all fetches and removes what was fetched. */
  async close(): Promise<void> {
    await this.#store.close();
    const folder = await this.#folder?.catch(() => undefined);
    if (folder) await removeMediaFolder(folder);
  }

  async #answer(request: IncomingMessage, response: ServerResponse, grant: MediaGrant): Promise<void> {
    const { account, nativeId, format, holder } = grant;
    const wanted = {
      key: JSON.stringify([account, nativeId, format]),
      sharers: [`account:${account}`, `caller:${holder.id}`],
      fetch: (signal: AbortSignal) => this.#fetch(grant, signal),
    };
    const media = await this.#store.open(wanted, clientSignal(response));
    try {
      // Stored before the first byte: the client has the recording as soon as the last one is sent.
      await this.#audit(request, grant, 'OK');
      response.setTimeout(this.#limits.stalledMilliseconds, () => response.destroy());
      await send(request, response, grant, media);
    } finally {
      await media.close();
    }
  }

  #refuse(response: ServerResponse, grant: MediaGrant, thrown: unknown): void {
    if (response.destroyed) return;
    const error = asCrosspointError(thrown);
    this.options.log.warn(
      { code: error.code, account: grant.account },
      `a ${deliverableOf(grant.format).noun} could not be sent`,
    );
    if (response.headersSent) return void response.destroy();
    const seconds = error.details?.retryAfterSeconds;
    if (typeof seconds === 'number') response.setHeader('retry-after', seconds);
    response.setHeader('x-error-code', error.code);
    sendPlain(response, statusOf(error), `${error.message}\n`);
  }

  async #audit(request: IncomingMessage, grant: MediaGrant, outcome: string): Promise<void> {
    const { account, nativeId, format, holder } = grant;
    const input = { format, method: request.method, range: request.headers.range };
    const targets = [writeId(deliverableOf(grant.format).type, account, nativeId)];
    const entry = { operation: 'download', account, targets, input };
    const address = this.options.addresses?.of(request);
    await this.options.trail?.record(holder, entry, { outcome }, { address });
  }

  #isCurrent(grant: MediaGrant): boolean {
    const { holder, account } = grant;
    return this.options.rights?.isCurrent(holder, deliverableOf(grant.format).scope, account) ?? true;
  }

  /** Breaks a download off when the rights of the link's caller end. Answers the function that stops watching. */
  #endWithRights(grant: MediaGrant, response: ServerResponse): () => void {
    const end = () => void response.destroy();
    const cancelExpiry = grant.ends === null ? undefined : onExpiry({ expiresAt: new Date(grant.ends) }, end);
    const unsubscribe = this.options.rights?.revocations.subscribe(() => {
      if (!this.#isCurrent(grant)) end();
    });
    return () => {
      cancelExpiry?.();
      unsubscribe?.();
    };
  }

  async #fetch({ account, nativeId, format }: MediaGrant, signal: AbortSignal): Promise<MediaStream> {
    const adapter = this.options.adapter(account);
    const ask = { deadline: FETCH_DEADLINE, signal };
    const media =
      format === 'CSV' ? adapter?.reportCsv?.(nativeId, ask) : adapter?.recordingMedia?.(nativeId, format, ask);
    if (!media) throw new CrosspointError('NOT_FOUND', `There is no such ${deliverableOf(format).noun}`);
    return media;
  }

  #makeFolder(): Promise<string> {
    this.#folder ??= createMediaFolder(this.#parent).catch((error: unknown) => {
      this.#folder = undefined;
      throw error;
    });
    return this.#folder;
  }
}

/** A signal that aborts when the client leaves before its answer. */
function clientSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const left = () => {
    if (!response.writableFinished) controller.abort();
  };
  if (response.closed) left();
  else response.once('close', left);
  return controller.signal;
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { format }: MediaGrant,
  media: OpenMedia,
): Promise<void> {
  const range = rangeOf(request.headers, media.bytes, media.etag);
  const headers: Record<string, string | number> = {
    'content-type': CONTENT_TYPES[format],
    'accept-ranges': 'bytes',
    etag: media.etag,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="${deliverableOf(format).noun}.${format.toLowerCase()}"`,
  };
  if (range === 'unsatisfiable') {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${media.bytes}`, 'content-length': 0 }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: media.bytes - 1 };
  if (range) headers['content-range'] = `bytes ${start}-${end}/${media.bytes}`;
  response.writeHead(range ? 206 : 200, { ...headers, 'content-length': end - start + 1 });
  if (request.method === 'HEAD' || media.bytes === 0) response.end();
  else await pipeline(media.handle.createReadStream({ start, end, autoClose: false }), response);
}
