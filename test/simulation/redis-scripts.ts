/**
 * The scripts that the gateway sends to Redis, in the words of this model. Each is found by its exact text, so that one that
 * changes is unknown here; `redis-model.test.ts` compares both with a real Redis.
 */
import { INHERIT, RELEASE, RENEW, TAKE } from '../../src/storage/lease-scripts.ts';
import { ADD_LINE } from '../../src/storage/redis-audit-store.ts';
import { SAVE_FIGURES } from '../../src/storage/redis-figure-store.ts';
import { COUNT_CALLS } from '../../src/storage/redis-quota-counts.ts';
import { APPEND, EXCHANGE, IDENTIFY, NOTE, TRIM } from '../../src/subscriptions/log/redis-scripts.ts';
import type { RedisData, Reply } from './redis-data.ts';

type Script = (data: RedisData, keys: string[], given: string[], now: number) => Reply;

const append: Script = (data, [stream = '', ...more], [age, again, terms, ...given]) => {
  const count = more.length - Number(terms);
  const [seen, current] = [more.slice(0, count), more.slice(count).map((key) => data.get(key))];
  const isOver = current.map((term, at) => term !== null && term !== given[at]);
  const bodies = given.slice(Number(terms));
  return seen.map((fingerprint, at) => {
    const body = bodies[at * 2 + 1];
    const known = data.get(fingerprint);
    if (known !== null) return again === '1' ? known : '';
    if (isOver[Number(bodies[at * 2]) - 1]) return 'ended';
    const id = data.xadd(stream, '*', 'e', body);
    data.set(fingerprint, id, 'PX', age);
    return id;
  });
};

const identify: Script = (data, [meta = '', stream = ''], [id, key, again], now) => {
  if (data.hsetnx(meta, 'id', id) === 1) {
    data.hset(meta, 'key', key);
    if (again === '1') {
      const [first] = data.xrange(stream, '-', '+', 'COUNT', 1);
      const begun = first ? Number(first[0].split('-')[0]) : Math.floor(now);
      data.hset(meta, 'floor', `${begun - 1}-9999999999`);
    }
  }
  return data.hmget(meta, 'id', 'key');
};

const trim: Script = (data, [stream = '', meta = ''], [age, size, most], now) => {
  const cutoff = Math.max(Math.floor(now) - Number(age), 0);
  let rows = data.xrange(stream, '-', String(cutoff), 'COUNT', most);
  const spare = data.xlen(stream) - Number(size);
  if (spare > rows.length) rows = data.xrange(stream, '-', '+', 'COUNT', Math.min(spare, Number(most)));
  if (rows.length === 0) return 0;
  const ids = rows.map(([id]) => id);
  data.xdel(stream, ...ids);
  data.hset(meta, 'floor', ids.at(-1));
  return ids.length;
};

const note: Script = (data, [meta = '', term], [name, text, id]) => {
  const current = term === undefined ? null : data.get(term);
  if (current !== null && current !== id) return 0;
  data.hset(meta, name, text);
  return 1;
};

const exchange: Script = (data, [meta = ''], [name = '', has, before, keeps, after]) => {
  const now = data.hget(meta, name);
  if ((has === '1' && now !== before) || (has === '0' && now !== null)) return 0;
  if (keeps === '1') data.hset(meta, name, after);
  else data.hdel(meta, name);
  return 1;
};

const take: Script = (
  data,
  [lease = '', offer = '', heir = '', term = '', mark = ''],
  [owner = '', lasting, next, age, ...gone],
) => {
  const [other, channel = ''] = gone;
  const known = data.get(lease);
  const isGone = known === other && data.subscribers(channel) === 0 && data.get(mark) === null;
  const holder = isGone ? null : known;
  if (holder !== null && holder !== owner) return [data.get(offer) === holder ? 3 : 0, holder];
  const last = data.get(term);
  const id = last?.split(' ')[0] === owner ? last : (next ?? '');
  data.set(term, id, 'PX', age);
  if (holder === null) data.set(lease, owner, 'PX', lasting);
  else data.pexpire(lease, lasting);
  if (holder === null || data.get(heir) !== `handed ${holder}`) return [1, id];
  data.del(heir);
  return [2, id];
};

const inherit: Script = (data, [lease = '', offer = '', heir = ''], [owner, lasting]) => {
  const holder = data.get(lease);
  if (holder === null || data.get(offer) !== holder || data.get(heir) !== null) return 0;
  data.set(heir, owner, 'PX', lasting);
  return 1;
};

const renew: Script = (data, [lease = ''], [owner, lasting]) =>
  data.get(lease) === owner ? data.pexpire(lease, lasting) : 0;

const release: Script = (data, [lease = '', offer = '', heir = ''], [owner, lasting]) => {
  if (data.get(lease) !== owner) return 0;
  const id = /^ready (.+)$/.exec(data.get(heir) ?? '')?.[1];
  data.del(offer);
  if (id !== undefined) {
    data.set(lease, id, 'PX', lasting);
    data.set(heir, `handed ${id}`, 'PX', lasting);
  } else data.del(lease, heir);
  return 1;
};

const addLine: Script = (data, [lines = '', head = ''], [before, sequence, text, hash]) => {
  if ((data.get(head) ?? '') !== before) return 0;
  data.xadd(lines, `${sequence}-1`, 'text', text, 'hash', hash);
  data.set(head, `${sequence} ${hash}`);
  return 1;
};

const saveFigures: Script = (data, [checkpoint = '', quarters = ''], [log, position, known, body, cells, ...parts]) => {
  const [storedLog, storedPosition] = data.hmget(checkpoint, 'log', 'position');
  if (storedLog === log && storedPosition !== known && (storedPosition ?? '') >= (position ?? '')) return 0;
  for (let at = 0; at + 3 < parts.length; at += 4) {
    const name = `${parts[at]}:${parts[at + 1]}`;
    data.hset(`${cells}${name}`, parts[at + 2], parts[at + 3]);
    data.zadd(quarters, parts[at], name);
  }
  data.hset(checkpoint, 'log', log, 'position', position, 'body', body);
  return 1;
};

const countCalls: Script = (data, keys, [calls, ...facts]) => {
  const given = (at: number, which: number) => Number(facts[at * 4 + which]);
  const used = keys.map((key, at) => Math.max(Number(data.get(key) ?? 0), given(at, 1)) + given(at, 2));
  const taken = used.every((count, at) => count + Number(calls) <= given(at, 0));
  const after = used.map((count) => (taken ? count + Number(calls) : count));
  for (const [at, key] of keys.entries()) if ((after[at] ?? 0) > 0) data.set(key, after[at], 'PX', given(at, 3));
  return [taken ? 1 : 0, ...after];
};

/** Every script by its text. */
export const SCRIPTS: ReadonlyMap<string, Script> = new Map([
  [APPEND, append],
  [IDENTIFY, identify],
  [TRIM, trim],
  [EXCHANGE, exchange],
  [TAKE, take],
  [INHERIT, inherit],
  [RENEW, renew],
  [RELEASE, release],
  [ADD_LINE, addLine],
  [SAVE_FIGURES, saveFigures],
  [COUNT_CALLS, countCalls],
  [NOTE, note],
]);
