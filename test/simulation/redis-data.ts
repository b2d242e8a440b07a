/** What a Redis server holds, and the commands that the gateway uses, by their documented meaning. */

export type Reply = string | number | null | readonly Reply[];
type Value =
  | { readonly type: 'string'; text: string; expires: number | null }
  | { readonly type: 'hash'; readonly fields: Map<string, string>; expires: number | null }
  | { readonly type: 'sorted'; readonly scores: Map<string, number>; expires: number | null }
  | { readonly type: 'stream'; readonly rows: Row[]; last: string; expires: number | null };
type Of<Type> = Extract<Value, { readonly type: Type }>;
type Row = readonly [id: string, fields: readonly string[]];

const EMPTY = {
  string: (): Value => ({ type: 'string', text: '', expires: null }),
  hash: (): Value => ({ type: 'hash', fields: new Map(), expires: null }),
  sorted: (): Value => ({ type: 'sorted', scores: new Map(), expires: null }),
  stream: (): Value => ({ type: 'stream', rows: [], last: '0-0', expires: null }),
};

/** The keys of one server. */
export class RedisData {
  #values = new Map<string, Value>();

  constructor(
    private readonly now: () => number,
    /** How many connections are subscribed to a channel. */
    readonly subscribers: (channel: string) => number = () => 0,
  ) {}

  /** A copy of everything, as a file on a disk is. */
  copy(): RedisData {
    const other = new RedisData(this.now, this.subscribers);
    other.#values = structuredClone(this.#values);
    return other;
  }

  #find<Type extends Value['type']>(key: string, type: Type): Of<Type> | undefined {
    const value = this.#values.get(key);
    if (value && value.expires !== null && value.expires <= this.now()) this.#values.delete(key);
    else if (value && value.type !== type) throw new Error(`WRONGTYPE ${key} is a ${value.type}`);
    else return value as Of<Type> | undefined;
    return undefined;
  }

  #make<Type extends Value['type']>(key: string, type: Type): Of<Type> {
    const value = this.#find(key, type) ?? (EMPTY[type]() as Of<Type>);
    this.#values.set(key, value);
    return value;
  }

  get(key: string): string | null {
    return this.#find(key, 'string')?.text ?? null;
  }

  set(key: string, text: unknown, ...options: unknown[]): Reply {
    const words = options.map((option) => String(option).toUpperCase());
    const before = this.get(key);
    const answer = words.includes('GET') ? before : 'OK';
    if (words.includes('NX') && before !== null) return words.includes('GET') ? before : null;
    const value = this.#make(key, 'string');
    const at = words.indexOf('PX') + 1;
    const seconds = words.indexOf('EX') + 1;
    value.text = String(text);
    value.expires =
      at > 0 ? this.now() + Number(words[at]) : seconds > 0 ? this.now() + Number(words[seconds]) * 1_000 : null;
    return answer;
  }

  exists(...keys: string[]): number {
    const isThere = (expires: number | null | undefined) => expires === null || (expires ?? 0) > this.now();
    return keys.filter((key) => isThere(this.#values.get(key)?.expires)).length;
  }

  del(...keys: string[]): number {
    return keys.filter((key) => this.#values.delete(key)).length;
  }

  pexpire(key: string, milliseconds: unknown): number {
    const value = this.#values.get(key);
    if (!value) return 0;
    value.expires = this.now() + Number(milliseconds);
    return 1;
  }

  hget(key: string, field: string): string | null {
    return this.#find(key, 'hash')?.fields.get(field) ?? null;
  }

  hmget(key: string, ...fields: string[]): (string | null)[] {
    return fields.map((field) => this.hget(key, field));
  }

  hset(key: string, ...pairs: unknown[]): number {
    const { fields } = this.#make(key, 'hash');
    const before = fields.size;
    for (let at = 0; at < pairs.length; at += 2) fields.set(String(pairs[at]), String(pairs[at + 1]));
    return fields.size - before;
  }

  hsetnx(key: string, field: string, text: unknown): number {
    return this.hget(key, field) === null ? this.hset(key, field, text) : 0;
  }

  hdel(key: string, ...fields: string[]): number {
    return fields.filter((field) => this.#find(key, 'hash')?.fields.delete(field)).length;
  }

  hkeys(key: string): string[] {
    return [...(this.#find(key, 'hash')?.fields.keys() ?? [])];
  }

  hgetall(key: string): string[] {
    return [...(this.#find(key, 'hash')?.fields ?? [])].flat();
  }

  zadd(key: string, ...pairs: unknown[]): number {
    const { scores } = this.#make(key, 'sorted');
    const before = scores.size;
    for (let at = 0; at < pairs.length; at += 2) scores.set(String(pairs[at + 1]), Number(pairs[at]));
    return scores.size - before;
  }

  zrem(key: string, ...members: string[]): number {
    return members.filter((member) => this.#find(key, 'sorted')?.scores.delete(member)).length;
  }

  zrangebyscore(key: string, min: unknown, max: unknown, ...limit: unknown[]): string[] {
    const [low, high] = [boundOf(min), boundOf(max)];
    const all = [...(this.#find(key, 'sorted')?.scores ?? [])];
    const found = all.filter(([, score]) => low.below(score) && high.above(score));
    const names = found.sort(([a, one], [b, other]) => one - other || (a < b ? -1 : 1)).map(([name]) => name);
    return limit.length === 3 ? names.slice(Number(limit[1]), Number(limit[1]) + Number(limit[2])) : names;
  }

  zrevrangebyscore(key: string, max: unknown, min: unknown, ...limit: unknown[]): string[] {
    const names = this.zrangebyscore(key, min, max).reverse();
    return limit.length === 3 ? names.slice(Number(limit[1]), Number(limit[1]) + Number(limit[2])) : names;
  }

  pubsub(_numsub: 'NUMSUB', ...channels: string[]): Reply[] {
    return channels.flatMap((channel) => [channel, this.subscribers(channel)]);
  }

  xadd(key: string, id: string, ...fields: unknown[]): string {
    const stream = this.#make(key, 'stream');
    const next = id === '*' ? this.#nextId(stream.last) : id;
    if (compareIds(next, stream.last) <= 0) throw new Error('ERR The ID specified in XADD is equal or smaller');
    stream.last = next;
    stream.rows.push([next, fields.map(String)]);
    return next;
  }

  #nextId(last: string): string {
    const [milliseconds = 0, counter = 0] = last.split('-').map(Number);
    const time = Math.floor(this.now());
    return time > milliseconds ? `${time}-0` : `${milliseconds}-${counter + 1}`;
  }

  xlen(key: string): number {
    return this.#find(key, 'stream')?.rows.length ?? 0;
  }

  xdel(key: string, ...ids: string[]): number {
    const rows = this.#find(key, 'stream')?.rows ?? [];
    const rest = rows.filter(([id]) => !ids.includes(id));
    const removed = rows.length - rest.length;
    rows.splice(0, rows.length, ...rest);
    return removed;
  }

  xrange(key: string, start: string, end: string, ...count: unknown[]): Row[] {
    const rows = this.#find(key, 'stream')?.rows ?? [];
    const from = start === '-' ? 0 : indexOf(rows, start.replace('(', ''), start.startsWith('('));
    const to = end === '+' ? rows.length : indexOf(rows, lastOf(end.replace('(', '')), !end.startsWith('('));
    return rows.slice(from, count.length === 2 ? Math.min(to, from + Number(count[1])) : to);
  }

  xrevrange(key: string, end: string, start: string, ...count: unknown[]): Row[] {
    const rows = this.#find(key, 'stream')?.rows ?? [];
    const from = start === '-' ? 0 : indexOf(rows, start.replace('(', ''), start.startsWith('('));
    const to = end === '+' ? rows.length : indexOf(rows, lastOf(end.replace('(', '')), !end.startsWith('('));
    return rows.slice(count.length === 2 ? Math.max(from, to - Number(count[1])) : from, to).reverse();
  }

  /** The rows after an id. */
  after(key: string, id: string, count: number): Row[] {
    return this.xrange(key, `(${id}`, '+', 'COUNT', count);
  }
}

function boundOf(text: unknown) {
  const written = String(text);
  const isOpen = written.startsWith('(');
  const value = Number(written.replace('(', '').replace('+inf', 'Infinity').replace('-inf', '-Infinity'));
  return {
    below: (score: number) => (isOpen ? value < score : value <= score),
    above: (score: number) => (isOpen ? value > score : value >= score),
  };
}

function compareIds(one: string, other: string): number {
  const [a = 0, b = 0] = one.split('-').map(Number);
  const [c = 0, d = 0] = other.split('-').map(Number);
  return a - c || b - d;
}

/** An id without a counter stands for its first one at a start and for its last one at an end. */
function lastOf(id: string): string {
  return id.includes('-') ? id : `${id}-${Number.MAX_SAFE_INTEGER}`;
}

/** The index of the first row at an id or after it; with `past` of the first one after it. */
function indexOf(rows: readonly Row[], id: string, past: boolean): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compareIds((rows[middle] as Row)[0], id);
    if (order < 0 || (past && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
