// Mutants that no test can kill, with the reason for each.
import { FIVE9_CTI } from './equivalents-five9-cti.mjs';
import { REMOTE_CONTROL } from './equivalents-remote-control.mjs';
import { SUBSCRIPTIONS } from './equivalents-subscriptions.mjs';

/** `code` is the line that holds the mutant, without its indentation. */
const EQUIVALENTS = [
  ...FIVE9_CTI,
  ...REMOTE_CONTROL,
  ...SUBSCRIPTIONS,
  {
    file: 'src/adapters/engage/reads/attempts.ts',
    code: 'for (let at = 0; at < internalIds.length; at += MOST_SHOWN)',
    replacement: 'at <= internalIds.length',
    reason: 'nothing is sent for no ids, which are what a further turn has',
  },
  {
    file: 'src/adapters/soap/cookies.ts',
    code: "const [pair = '', ...attributes] = line.split(';');",
    replacement: "'~'",
    reason: 'a line has a first part',
  },
  {
    file: 'src/adapters/soap/cookies.ts',
    code: 'if (name === undefined || value === undefined) continue;',
    replacement: '(name === undefined) && (value === undefined)',
    reason: 'a pair has both or neither',
  },
  {
    file: 'src/adapters/soap/envelope.ts',
    code: 'known.set(output, root);',
    replacement: '',
    reason: 'an equal struct is made again, which is only slower',
  },
  {
    file: 'src/adapters/soap/envelope.ts',
    code: 'if (this.depth >= 3 && this.inner) emitLeaf(this.inner, name, text, prefix);',
    replacement: 'this.depth > 3',
    reason: 'a leaf that is passed on as an element with a text has the same value, and is only slower',
  },
  {
    file: 'src/adapters/recorder/client/frames.ts',
    code: 'private resume = 0;',
    replacement: '0 + 1',
    reason: 'the first document begins with a construct, which no mark can end at its first byte',
  },
  {
    file: 'src/adapters/recorder/client/frames.ts',
    code: 'this.resume = 0;',
    replacement: '0 + 1',
    reason: 'both lie before what is understood by then, and no quotation mark is open there',
  },
  {
    file: 'src/adapters/xml/decoder.ts',
    code: "private leafText = '';",
    replacement: "'~'",
    reason: 'the text of a leaf is set before it is read',
  },
  {
    file: 'src/adapters/calls/secrets.ts',
    code: 'for (let at = first; at < parts.length && digits.length <= 19; at += 2) {',
    replacement: '(at < parts.length) || (digits.length <= 19)',
    reason: 'further groups make the digits longer than a card number, and what is not there makes no number',
  },
  {
    file: 'src/adapters/calls/secrets.ts',
    code: 'for (let first = 0; first < parts.length; first += 2) {',
    replacement: 'first <= parts.length',
    reason:
      'each group but the last is followed by a character, also where a mark replaced some, so that the index of a group is never the length',
  },
  {
    file: 'src/storage/redis-rights.ts',
    code: "{ command: 'set', run: (redis, key) => redis.set(`${key}:text`, '1', 'EX', SECONDS) },",
    replacement: "'1~'",
    reason: 'only whether Redis lets the user write it counts, not the text',
  },
  {
    file: 'src/adapters/calls/pattern/endless.ts',
    code: 'const loops = (from: number, to: number) => ahead[to]?.has(from) ?? false;',
    replacement: 'true',
    reason: 'every state has a set of those ahead of it, so that the default is for the types alone',
  },
  {
    file: 'src/storage/database.ts',
    code: 'while (remove(TRIM_STEP) > 0) await new Promise((done) => setImmediate(done));',
    replacement: '0 + 1',
    reason: 'a step that removes one row, and may remove 2,000, leaves none',
  },
  {
    file: 'src/storage/database.ts',
    code: "return (thrown as NodeJS.ErrnoException).code ?? '';",
    replacement: "'~'",
    reason: 'neither is a code that is asked for',
  },
  {
    file: 'src/storage/redis-figure-store.ts',
    code: "const cells = await this.#between((checkpoint.newest ?? 0) - milliseconds, '+inf', () => true);",
    replacement: '0 + 1',
    reason: 'no quarter with cells begins in the first millisecond of 1970 or before',
  },
  {
    file: 'src/storage/redis-cache-invalidation.ts',
    code: 'this.#publisher = createRedis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: false });',
    replacement: '0 + 1',
    reason: 'what was sent to a Redis that goes away is sent when it is back, by the client or from what failed',
  },
  {
    file: 'src/storage/redis-cache-invalidation.ts',
    code: 'this.#publisher = createRedis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: false });',
    replacement: 'true',
    reason: 'what is published while Redis is away is sent when it is back, by the client or from what failed',
  },
  {
    file: 'src/storage/redis-lease.ts',
    code: 'working.clear();',
    replacement: '',
    reason: 'both signals that it listens to are of this work alone, and end with it',
  },
  {
    file: 'src/storage/sqlite-idempotency-store.ts',
    code: 'this.#database.close();',
    replacement: '',
    reason: 'libsql closes a file only once its statements are collected, and they answer until then',
  },
];

/** Why a mutant behaves as the program does; null where it does not. */
export function reasonFor({ file, line, replacement }, text) {
  const code = text.split('\n')[line - 1]?.trim();
  const known = EQUIVALENTS.find(
    (each) => each.file === file && each.code === code && each.replacement === replacement,
  );
  return known?.reason ?? null;
}
