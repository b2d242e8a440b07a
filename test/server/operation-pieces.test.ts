/** Long operations in pieces (D6), by a clock that only the work of the test moves. */
import { buildSchema, parse } from 'graphql';
import { beforeEach, expect, test } from 'vitest';
import { EncodedPart } from '../../src/executor/encoded-part.ts';
import { Executor } from '../../src/executor/executor.ts';
import { RequestCache } from '../../src/gateway/request-cache.ts';
import { encodeInPieces } from '../../src/server/answer-encoding.ts';
import type { FairScheduler } from '../../src/server/fair-scheduler.ts';
import { OperationPieces } from '../../src/server/operation-pieces.ts';
import { steppedScheduler } from './stepped-scheduler.ts';

/** Milliseconds of a piece. */
const PIECE = 1;
/** Milliseconds of work for each item. */
const ITEM = 0.1;
/** Items of a piece of a millisecond, with those between two looks at the clock. */
const ITEMS_OF_A_PIECE = 10 + 16;
const LONG = 2_000;

const schema = buildSchema(
  'type Item { id: ID! part: String } type Query { items(first: Int!): [Item!]!  some(first: Int!): [Item] }',
);
const executor = new Executor(schema);
const clock = { time: 0 };
let turns: FairScheduler;
let resolved: Record<string, number>;

const field = (type: string, name: string) => {
  const found = (schema.getType(type) as ReturnType<typeof schema.getQueryType>)?.getFields()[name];
  if (!found) throw new Error(`no field ${name}`);
  return found;
};
field('Query', 'items').resolve = (_source, { first }) => Array.from({ length: first }, (_, id) => ({ id }));
field('Query', 'some').resolve = field('Query', 'items').resolve;
field('Item', 'id').resolve = ({ id }, _arguments, { caller }) => {
  clock.time += ITEM;
  resolved[caller] = (resolved[caller] ?? 0) + 1;
  return id;
};
field('Item', 'part').resolve = ({ id }, _arguments, { load }) => load(id);

beforeEach(() => {
  clock.time = 0;
  resolved = {};
  turns = steppedScheduler(clock);
});

function piecesOf(caller: string, deadline = new AbortController()) {
  const operation = turns.number();
  return new OperationPieces(
    () => turns.take(caller, operation),
    deadline,
    () => PIECE,
    () => clock.time,
  );
}

async function ask(caller: string, first: number) {
  const ready = executor.prepare({ document: parse(`{ items(first: ${first}) { id } }`) });
  await turns.take(caller);
  return ready?.({ caller }, undefined, piecesOf(caller));
}

test('D6: a read waits for two pieces of another caller’s list of thousands', async () => {
  const long = ask('greedy', LONG);
  await new Promise((done) => setImmediate(done));
  expect(resolved.greedy).toBeLessThan(LONG);
  for (let read = 0; read < 5; read += 1) {
    const before = resolved.greedy ?? 0;
    await ask('other', 3);
    expect((resolved.greedy ?? 0) - before).toBeLessThanOrEqual(2 * ITEMS_OF_A_PIECE);
  }
  expect(resolved.greedy).toBeLessThan(LONG);
  expect((await long)?.data?.items).toHaveLength(LONG);
});

test('D6: three long lists of one caller get no more of the time than one of another caller', async () => {
  const many = Array.from({ length: 3 }, () => ask('greedy', LONG));
  await ask('other', LONG);
  expect(resolved.other).toBe(LONG);
  expect(resolved.greedy).toBeLessThanOrEqual(LONG + 2 * ITEMS_OF_A_PIECE);
  await Promise.all(many);
  expect(resolved.greedy).toBe(3 * LONG);
});

test('operations of one caller that have begun are finished one after the other', async () => {
  turns.take('other');
  let done = 0;
  const ready = executor.prepare({ document: parse(`{ items(first: ${LONG}) { id } }`) });
  const both = [1, 2].map(async () => ready?.({ caller: 'one' }, undefined, piecesOf('one')));
  for (const each of both) void each.then(() => (done += 1));
  await Promise.race(both);
  expect(done).toBe(1);
  expect(resolved.one).toBeLessThanOrEqual(LONG + 2 * ITEMS_OF_A_PIECE);
  await Promise.all(both);
});

test('an operation ends when its caller has left', async () => {
  const deadline = new AbortController();
  const text = `{ one: some(first: ${LONG}) { id } other: some(first: ${LONG}) { id } }`;
  const ready = executor.prepare({ document: parse(text) });
  const answer = ready?.({ caller: 'one' }, undefined, piecesOf('one', deadline));
  deadline.abort();
  const { data, errors } = (await answer) ?? {};
  expect([data, errors?.map(({ message }) => message)]).toEqual([null, ['The client left before the answer']]);
  expect(resolved.one).toBeLessThanOrEqual(ITEMS_OF_A_PIECE);
});

test('an operation whose time is over completes what there is, unless that takes long', async () => {
  const text = `{ one: some(first: ${LONG}) { id } other: some(first: ${LONG}) { id } }`;
  const outcome = async (millisecondsOfAPiece: number) => {
    const deadline = new AbortController();
    let time = 0;
    const now = () => (time += millisecondsOfAPiece);
    const pieces = new OperationPieces(
      () => null,
      { signal: deadline.signal },
      () => PIECE,
      now,
    );
    const answer = executor.prepare({ document: parse(text) })?.({ caller: 'one' }, undefined, pieces);
    deadline.abort(new DOMException('', 'TimeoutError'));
    const { data, errors } = (await answer) ?? {};
    return [Object.keys(data ?? {}), errors?.map(({ message }) => message)];
  };
  expect(await outcome(0.05)).toEqual([['one', 'other'], undefined]);
  expect(await outcome(200)).toEqual([[], ['The operation took too long']]);
});

test('D6: each piece takes the time that pieces have when it begins', async () => {
  const lengths = [0.4, 0.4, 20];
  const items: number[] = [];
  const turn = () => {
    items.push(resolved.one ?? 0);
    return null;
  };
  const pieces = new OperationPieces(
    turn,
    new AbortController(),
    () => lengths[items.length] ?? 20,
    () => clock.time,
  );
  const ready = executor.prepare({ document: parse('{ items(first: 200) { id } }') });
  await ready?.({ caller: 'one' }, undefined, pieces);
  expect(items).toEqual([8, 16]);
  expect(resolved.one).toBe(200);
});

test('a short list is completed in one piece, without a promise', async () => {
  const ready = executor.prepare({ document: parse('{ items(first: 8) { id } }') });
  const pieces = piecesOf('one');
  expect(ready?.({ caller: 'one' }, undefined, pieces)).not.toBeInstanceOf(Promise);
});

test('what the items of all pieces ask a vendor for is asked for in one batch', async () => {
  const batches: number[] = [];
  const pieces = piecesOf('one');
  const cache = new RequestCache(...([{}, {}, {}, pieces] as unknown as ConstructorParameters<typeof RequestCache>));
  const loader = cache.loader<string, string>('parts', async (keys) => {
    batches.push(keys.length);
    return keys.map((key) => `part of ${key}`);
  });
  const ready = executor.prepare({ document: parse('{ items(first: 500) { id part } }') });
  const answer = await ready?.({ caller: 'one', load: (id: string) => loader.load(id) }, undefined, pieces);
  expect(batches).toEqual([500]);
  expect(answer?.data?.items).toContainEqual({ id: '499', part: 'part of 499' });
});

test('D6: a long answer is encoded in pieces, to the text that JSON has for it', async () => {
  const item = {
    id: 'ä"\n',
    none: undefined,
    nothing: null,
    at: new Date(0),
    list: [1, undefined, [true]],
    toJSON: 'a',
  };
  const part = new EncodedPart('{"id":"ä"}', 0);
  const answer = {
    data: {
      items: Array.from({ length: 40 }, () => item),
      few: [item, [item]],
      ...{ empty: {}, part, parts: [part, part], edges: Array.from({ length: 20 }, () => ({ node: part })) },
    },
    extensions: undefined,
  };
  let pieces = 0;
  const everyStep = {
    isLong: true,
    itemsOfStep: 1,
    onEnd: () => undefined,
    isOver: () => true,
    defer: async <Value>(run: () => Value | Promise<Value>) => {
      pieces += 1;
      return run();
    },
  };
  expect(await encodeInPieces(answer, everyStep)).toBe(JSON.stringify(answer));
  expect(pieces).toBeGreaterThan(40);
});
