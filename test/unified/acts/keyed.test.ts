import { expect, test } from 'vitest';
import { CrosspointError } from '../../../src/adapters/errors.ts';
import { Idempotency } from '../../../src/resolvers/acts/idempotency.ts';
import { perform } from '../../../src/resolvers/acts/perform.ts';
import type { Context } from '../../../src/resolvers/context.ts';
import { quietLog } from '../../../src/server/logging.ts';
import { SqliteIdempotencyStore } from '../../../src/storage/sqlite-idempotency-store.ts';

/** An act that fails as the test says, and what it and its reading saw. */
function failing(thrown: Error | null, reread = async (): Promise<object> => ({ read: 'now', done: 'not yet' })) {
  const seen = { acts: 0, steps: [] as string[] };
  const context = {
    caller: { id: 'tester' },
    idempotency: new Idempotency(new SqliteIdempotencyStore(':memory:'), 'here', quietLog),
    requestCache: { forget: () => seen.steps.push('forget') },
  } as unknown as Context;
  const plan = {
    act: async () => {
      seen.acts += 1;
      if (thrown) throw thrown;
      return { payload: { done: 'done' }, partialErrors: { code: 'UNSUPPORTED', message: 'half of it' } as never };
    },
    reread: async () => {
      seen.steps.push('reread');
      return (await reread()) as Record<string, unknown>;
    },
  };
  const ask = (idempotencyKey: string | null = 'k', make: () => typeof plan = () => plan) =>
    perform(context, 'act', { idempotencyKey } as never, make);
  return { seen, ask };
}

test.each<[string, CrosspointError, number]>([
  ['the vendor did nothing for, and may now', new CrosspointError('UNAVAILABLE', 'Out of order'), 2],
  ['was refused before it was sent', new CrosspointError('RATE_LIMITED', 'Too many'), 2],
  ['was half done before the vendor broke', new CrosspointError('UNAVAILABLE', 'Half', { retryable: false }), 1],
  ['the vendor took and refused for now', new CrosspointError('FAILED_PRECONDITION', 'Busy', { retryable: true }), 1],
  ['has an unknown outcome', new CrosspointError('OUTCOME_UNKNOWN', 'The line broke'), 1],
])('an act that %s is sent under its key as often as is safe', async (_, thrown, times) => {
  const { seen, ask } = failing(thrown);
  for (let again = 0; again < 2; again += 1) {
    expect(await ask()).toMatchObject({ read: 'now', userErrors: [{ code: thrown.code, message: thrown.message }] });
  }
  expect(seen.acts).toBe(times);
});

test('an act whose plan was refused leaves its key free', async () => {
  const { seen, ask } = failing(null);
  const refuse = () => {
    throw new CrosspointError('NOT_FOUND', 'Unknown');
  };
  expect(await ask('k', refuse)).toEqual({ userErrors: [expect.objectContaining({ code: 'NOT_FOUND' })] });
  expect(seen).toEqual({ acts: 0, steps: [] });
  expect(await ask()).toMatchObject({ done: 'done' });
  expect(seen.acts).toBe(1);
});

test('an internal error is reported as one, and its act is not sent again', async () => {
  const { seen, ask } = failing(new Error('a mistake'));
  await expect(ask(null)).rejects.toThrow('a mistake');
  await expect(ask()).rejects.toThrow('a mistake');
  expect(await ask()).toEqual({ userErrors: [expect.objectContaining({ code: 'OUTCOME_UNKNOWN' })] });
  expect(seen.acts).toBe(2);
});

test("the act's answer prevails over cached reads, which are read anew", async () => {
  const { seen, ask } = failing(null);
  const partialErrors = [{ code: 'UNSUPPORTED', message: 'half of it' }];
  expect(await ask()).toMatchObject({ read: 'now', done: 'done', userErrors: partialErrors });
  expect(seen.steps).toEqual(['forget', 'reread']);
});

test('an act that was done is reported although the read after it fails', async () => {
  const { ask } = failing(null, () => Promise.reject(new CrosspointError('UNAVAILABLE', 'Out of order')));
  expect(await ask()).toMatchObject({ done: 'done', userErrors: [{ code: 'UNSUPPORTED' }] });
});

test.each(['', 'a key', 'ключ', 'k'.repeat(201)])('the key %j is refused before anything is done', async (key) => {
  const { seen, ask } = failing(null);
  const refused = { code: 'INVALID_ARGUMENT', path: ['input', 'idempotencyKey'] };
  expect(await ask(key)).toMatchObject({ userErrors: [refused] });
  expect(seen.acts).toBe(0);
  expect(await ask('k'.repeat(200))).toMatchObject({ done: 'done' });
});
