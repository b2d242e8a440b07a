/** `node:crypto` with the randomness of the seed; hashes and signatures are the real ones. */
import crypto from 'real:crypto';
import { world } from '../current.ts';

export const {
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  createCipheriv,
  createDecipheriv,
  createVerify,
  scrypt,
  scryptSync,
  timingSafeEqual,
  webcrypto,
  constants,
  subtle,
  X509Certificate,
} = crypto;

export const randomBytes = (size: number) => world().random.bytes(size);
export const randomInt = (from: number, to?: number) =>
  to === undefined ? world().random.integer(0, from - 1) : world().random.integer(from, to - 1);

export function randomUUID(): string {
  const hex = world().random.bytes(16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export default { ...crypto, randomBytes, randomInt, randomUUID };
