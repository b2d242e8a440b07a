// Mutants that no test can kill, with the reason for each.

/** `code` is the line that holds the mutant, without its indentation. */
const EQUIVALENTS = [
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
    file: 'src/adapters/remote-control/client/xml.ts',
    code: 'if (this.pending && leaves[0]) {',
    replacement: '0 + 1',
    reason: 'a row of one leaf is passed on leaf by leaf, which decides by the same name, and is only slower',
  },
  {
    file: 'src/adapters/remote-control/contract/paths.ts',
    code: "const [path = '', parameters = ''] = template.split('?');",
    replacement: "'~'",
    reason: 'a template has a path, and a parameter without a name is left out',
  },
  {
    file: 'src/adapters/remote-control/events/changes.ts',
    code: "if (this.#ended.size > MOST_ENDED) this.#ended.delete(this.#ended.values().next().value ?? '');",
    replacement: "'~'",
    reason: 'a set of more than that many has a first one',
  },
  {
    file: 'src/adapters/remote-control/events/watch.ts',
    code: 'this.listsDue = 0;',
    replacement: '0 + 1',
    reason: 'the first millisecond of the process is over',
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
    file: 'src/subscriptions/deliver/shared-subscriptions.ts',
    code: 'return one < other ? -1 : 1;',
    replacement: 'one <= other',
    reason: 'a variable is given once',
  },
  {
    file: 'src/subscriptions/ingest/lost-stretches.ts',
    code: 'if (!first || !last) return;',
    replacement: '(!first) && (!last)',
    reason: 'a list has both or neither',
  },
  {
    file: 'src/subscriptions/ingest/published-elsewhere.ts',
    code: 'if (rest.length > 0) this.#byKey.set(key, rest);',
    replacement: 'rest.length >= 0',
    reason: 'a key without events has none to take, as one that is not known',
  },
  {
    file: 'src/subscriptions/ingest/stream-checkpoint.ts',
    code: 'const stored = unstored && unstored < until ? unstored : until;',
    replacement: 'unstored <= until',
    reason: 'both are the same time then',
  },
  {
    file: 'src/subscriptions/ingest/standby.ts',
    code: '#publishedAt = 0;',
    replacement: '0 + 1',
    reason: 'nothing was buffered in the first minute of 1970',
  },
  {
    file: 'src/subscriptions/ingest/standby.ts',
    code: '#lateUntil = 0;',
    replacement: '0 + 1',
    reason: 'the first millisecond of 1970 is over',
  },
  {
    file: 'src/subscriptions/ingest/account-streams.ts',
    code: 'return times.reduce((first, time) => (first && (!time || first < time) ? first : time));',
    replacement: 'first <= time',
    reason: 'both are the same time then',
  },
  {
    file: 'src/subscriptions/ingest/projection.ts',
    code: "if (state === 'ENDED') return 2;",
    replacement: '2 + 1',
    reason: 'stages are only compared, and both are the last',
  },
  {
    file: 'src/subscriptions/ingest/standby-buffer.ts',
    code: 'if (rest.length > 0) this.#byKey.set(key, rest);',
    replacement: 'rest.length >= 0',
    reason: 'a key without events has no first one, as one that is not known',
  },
  {
    file: 'src/subscriptions/ingest/watches.ts',
    code: 'this.#waiting.delete(check);',
    replacement: '',
    reason: 'a promise that is resolved again stays as it is, and every watch ends with its listeners',
  },
  {
    file: 'src/subscriptions/deliver/filter.ts',
    code: 'const unknown = types?.findIndex((type) => !isEventType(type)) ?? -1;',
    replacement: '1 + 1',
    reason: 'any index below 0 is that of no type',
  },
  {
    file: 'src/subscriptions/deliver/filter.ts',
    code: 'return time != null && than != null && Date.parse(time) > Date.parse(than);',
    replacement: '(time != null) || (than != null)',
    reason: 'a time that is not known is no number, which is later than none',
  },
  {
    file: 'src/subscriptions/log/block-index.ts',
    code: 'const partOf = (hash: number) => hash >>> (32 - PART_BITS);',
    replacement: '32 + 1',
    reason: 'half as many parts hold the same keys, and are only slower to search',
  },
  {
    file: 'src/subscriptions/log/block-index.ts',
    code: 'const [oldest] = this.#statements.groupsAfter.all(0, 0, 1) as GroupRow[];',
    replacement: '0 + 1',
    reason: 'every part has the same groups, and none ends with the first event',
  },
  {
    file: 'src/subscriptions/log/block-index.ts',
    code: 'const [oldest] = this.#statements.groupsAfter.all(0, 0, 1) as GroupRow[];',
    replacement: '1 + 1',
    reason: 'only the first of them is looked at',
  },
  {
    file: 'src/subscriptions/log/block-index.ts',
    code: 'if (!first || !last || blocks.length < GROUP) return false;',
    replacement: '(!first) && (!last)',
    reason: 'a list has both or neither',
  },
  {
    file: 'src/subscriptions/log/block-index.ts',
    code: 'for (let part = 0; part < PARTS; part += 1)',
    replacement: 'part <= PARTS',
    reason: 'no key is in a further part',
  },
  {
    file: 'src/subscriptions/log/block-index.ts',
    code: 'for (let each = 0; each < length; each += 1) {',
    replacement: 'each <= length',
    reason: 'there is no group at that place',
  },
  {
    file: 'src/subscriptions/log/block-index.ts',
    code: 'if (found < hash) low = middle + 1;',
    replacement: 'found <= hash',
    reason: 'an equal one has been answered',
  },
  {
    file: 'src/subscriptions/log/sealed-events.ts',
    code: 'for (let from = after; found.length < limit && from < to; ) {',
    replacement: 'from <= to',
    reason: 'no pack begins after the place where another one ends and before it',
  },
  {
    file: 'src/subscriptions/log/sealed-events.ts',
    code: 'for (let from = after; found.length < limit && from < to; ) {',
    replacement: 'found.length <= limit',
    reason: 'of a further pack nothing is taken',
  },
  {
    file: 'src/subscriptions/log/sealed-events.ts',
    code: 'for (let from = after; found.length < limit && from < to; ) {',
    replacement: '(found.length < limit) || (from < to)',
    reason: 'of a further pack nothing is taken',
  },
  {
    file: 'src/subscriptions/log/sealed-events.ts',
    code: 'for (let to = before; found.length < limit && to > after; ) {',
    replacement: 'found.length <= limit',
    reason: 'of a further pack nothing is taken',
  },
  {
    file: 'src/subscriptions/log/sealed-events.ts',
    code: 'for (let to = before; found.length < limit && to > after; ) {',
    replacement: '(found.length < limit) || (to > after)',
    reason: 'of a further pack nothing is taken',
  },
  {
    file: 'src/subscriptions/log/redis-positions.ts',
    code: 'return `${Number(milliseconds)}-${Number(counter ?? 0)}`;',
    replacement: '0 + 1',
    reason: 'every position of a log in Redis has a counter, so that the default is for the types alone',
  },
  {
    file: 'src/subscriptions/log/sealed-events.ts',
    code: 'for (let to = before; found.length < limit && to > after; ) {',
    replacement: 'to >= after',
    reason: 'no pack has events before the first one and after the same place, so that a further turn finds none',
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
