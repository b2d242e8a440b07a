import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Caller, CallerIdentity } from '../access/caller.ts';
import type { DownloadFormat } from '../gateway/media-signer.ts';

/** The download that a link grants. */
export interface MediaGrant {
  readonly account: string;
  /** The vendor's key of the recording or, as CSV, of the report. */
  readonly nativeId: string;
  readonly format: DownloadFormat;
  /** Milliseconds since 1970 at which the link ends. */
  readonly expires: number;
  /** The caller the link was made for. */
  readonly holder: CallerIdentity;
  /** Milliseconds since 1970 at which the caller's credential ends, and running downloads with it; null without an end. */
  readonly ends: number | null;
}

/** Signs and verifies the paths under which recordings and reports are downloaded. */
export class MediaLinks {
  readonly #secret: Buffer;

  /** Without a secret one is made, so that links end with the process. */
  constructor(
    secret: string | undefined,
    private readonly seconds: number,
  ) {
    this.#secret = secret ? Buffer.from(secret) : randomBytes(32);
  }

  /** A path and when it ends, in milliseconds since 1970: after the configured seconds, or with the caller's credential. */
  sign(account: string, nativeId: string, format: DownloadFormat, caller: CallerIdentity & Pick<Caller, 'expiresAt'>) {
    const end = caller.expiresAt?.getTime() ?? Infinity;
    // A subscription outlives its first token where the client has renewed it.
    const ends = end > Date.now() && end < Infinity ? end : null;
    const expires = Math.min(Date.now() + this.seconds * 1_000, ends ?? Infinity);
    const { id, credential = null, tenant = null } = caller;
    const parts = [account, nativeId, format, expires, id, credential, tenant, ends];
    const text = Buffer.from(JSON.stringify(parts)).toString('base64url');
    return { path: `/media/${text}.${this.#signature(text)}`, expires };
  }

  /** The grant of a path's last part; null where it was not signed here or has ended. */
  verify(token: string): MediaGrant | null {
    const [text, signature, ...rest] = token.split('.');
    if (!text || !signature || rest.length) return null;
    const expected = Buffer.from(this.#signature(text));
    const shown = Buffer.from(signature);
    if (expected.length !== shown.length || !timingSafeEqual(expected, shown)) return null;
    const grant = grantOf(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return grant.expires > Date.now() ? grant : null;
  }

  #signature(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }
}

type Parts = [string, string, DownloadFormat, number, string, string | null, string | null, number | null];

function grantOf([account, nativeId, format, expires, id, credential, tenant, ends]: Parts): MediaGrant {
  const holder = { id, ...(credential !== null && { credential }), ...(tenant !== null && { tenant }) };
  return { account, nativeId, format, expires, holder, ends };
}
