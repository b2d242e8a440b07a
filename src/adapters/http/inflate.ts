import { promisify } from 'node:util';
import { gunzip, gunzipSync, inflate } from 'node:zlib';

const gunzipLater = promisify(gunzip);
const inflateLater = promisify(inflate);

/** Below this a body is unpacked at once; above it in the thread pool, so that other calls are not held up. */
const SMALL = 16 * 1024;

/** Undoes a body's Content-Encoding; throws when it is not what it says or grows beyond the cap. */
export async function inflateBody(body: Buffer, encoding: string | string[] | undefined, maxBytes: number) {
  const name = String(encoding ?? 'identity').toLowerCase();
  const options = { maxOutputLength: maxBytes };
  if (name === 'identity' || name === '') return body;
  if (name === 'gzip' || name === 'x-gzip')
    return body.length < SMALL ? gunzipSync(body, options) : gunzipLater(body, options);
  if (name === 'deflate') return inflateLater(body, options);
  throw new Error('unknown content encoding');
}
