import { promisify } from 'node:util';
import { gunzip, gunzipSync, inflate } from 'node:zlib';

const gunzipLater = promisify(gunzip);
const inflateLater = promisify(inflate);

/**
 * A smaller body is decompressed synchronously, a larger one in the thread pool, so that other calls are not delayed.
 */
const SMALL = 16 * 1024;

/** Decodes a body's Content-Encoding; throws when the body is not in that encoding or exceeds the limit. */
export async function inflateBody(body: Buffer, encoding: string | string[] | undefined, maxBytes: number) {
  const name = String(encoding ?? 'identity').toLowerCase();
  const options = { maxOutputLength: maxBytes };
  if (name === 'identity' || name === '') return body;
  if (name === 'gzip' || name === 'x-gzip')
    return body.length < SMALL ? gunzipSync(body, options) : gunzipLater(body, options);
  if (name === 'deflate') return inflateLater(body, options);
  throw new Error('unknown content encoding');
}
