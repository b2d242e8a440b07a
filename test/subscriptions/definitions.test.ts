/** Objects that were created over GraphQL and are stored with the log: their order, their changes and their number. */
import { expect, onTestFinished, test } from 'vitest';
import type { CrosspointError } from '../../src/adapters/errors.ts';
import { checkCount, checkName, StoredDefinitions } from '../../src/subscriptions/log/definitions.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';

interface Rule {
  readonly id: string;
  readonly createdAt: string;
  readonly name: string;
}

const rule = (id: string, createdAt = '2026-06-01T12:00:00.000Z'): Rule => ({ id, createdAt, name: id });

async function stored() {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  const read = (text: string) => (text.startsWith('{') ? (JSON.parse(text) as Rule) : null);
  return { log, rules: new StoredDefinitions<Rule>(log, { prefix: 'rule:', type: 'rule', read }) };
}

/** Another gateway changes a note before each of the first exchanges of this one. */
function disturbed(log: EventLog, times: number, change: () => Promise<unknown>): void {
  const exchange = log.exchange.bind(log);
  let left = times;
  log.exchange = async (...given) => {
    left -= 1;
    if (left >= 0) {
      log.exchange = exchange;
      await change();
      disturbed(log, left, change);
    }
    return exchange(...given);
  };
}

test('definitions are read in the order in which they were created, apart from those that are damaged', async () => {
  const { log, rules } = await stored();
  const [late, early] = ['2026-06-02T12:00:00.000Z', '2026-06-01T12:00:00.000Z'];
  for (const each of [rule('a', late), rule('c', early), rule('b', early)]) await rules.add(each);
  await log.note('rule:damaged', 'x');
  await log.note('other:d', JSON.stringify(rule('d')));
  const { definitions, unreadable } = await rules.load();
  expect([definitions.map(({ id }) => id), unreadable]).toEqual([['b', 'c', 'a'], ['damaged']]);
});

test('a definition that is there is not replaced by another one with its id', async () => {
  const { rules } = await stored();
  await rules.add(rule('a'));
  await rules.add({ ...rule('a'), name: 'other' });
  expect((await rules.load()).definitions).toEqual([rule('a')]);
});

test('a change applies to the definition as it is, also where another gateway changes it meanwhile', async () => {
  const { log, rules } = await stored();
  await rules.add(rule('a'));
  const seen: string[] = [];
  disturbed(log, 1, () => log.note('rule:a', JSON.stringify({ ...rule('a'), name: 'theirs' })));
  const after = await rules.change('a', (now) => {
    seen.push(now.name);
    return { ...now, name: `${now.name}, mine` };
  });
  expect([seen, after?.name]).toEqual([['a', 'theirs'], 'theirs, mine']);
  expect((await rules.load()).definitions).toEqual([after]);
  expect(await rules.change('unknown', (now) => now)).toBeNull();
});

test('a definition that cannot be read is not changed, but can be removed', async () => {
  const { log, rules } = await stored();
  await log.note('rule:a', 'x');
  await expect(rules.change('a', (now) => now)).rejects.toMatchObject({
    code: 'FAILED_PRECONDITION',
    message: 'The stored rule cannot be read; delete it',
  });
  expect(await rules.remove('a')).toBe(true);
  expect(await log.noted('rule:a')).toBeNull();
  expect(await rules.remove('a')).toBe(false);
});

test('a definition is removed also where another gateway changes it meanwhile', async () => {
  const { log, rules } = await stored();
  await rules.add(rule('a'));
  disturbed(log, 1, () => log.note('rule:a', JSON.stringify({ ...rule('a'), name: 'theirs' })));
  expect(await rules.remove('a')).toBe(true);
  expect(await log.noted('rule:a')).toBeNull();
});

test('a name has one to a hundred characters, not only spaces', () => {
  for (const name of ['x', ' x ', 'x'.repeat(100)]) expect(() => checkName(name)).not.toThrow();
  for (const name of ['', '  ', 'x'.repeat(101)])
    expect(() => checkName(name)).toThrowError(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', argumentPath: ['input', 'name'] }),
    );
});

test('a hundred may be created, and ten of its accounts by a caller although others have created a hundred', () => {
  const of = (accounts: readonly string[]) => ({ accounts });
  const many = (count: number, accounts: readonly string[]) => Array.from({ length: count }, () => of(accounts));
  const refused = (definitions: ReturnType<typeof many>, unreadable: number, accounts: 'all' | ReadonlySet<string>) => {
    try {
      checkCount({ definitions, unreadable: Array(unreadable).fill('x') } as never, { accounts }, 'rules');
      return null;
    } catch (thrown) {
      return [(thrown as CrosspointError).code, (thrown as CrosspointError).message];
    }
  };
  const floor = new Set(['floor']);
  const full = ['FAILED_PRECONDITION', 'There are 100 rules already'];
  expect(refused(many(99, ['dial']), 0, 'all')).toBeNull();
  expect(refused(many(98, ['dial']), 1, 'all')).toBeNull();
  expect(refused(many(100, ['dial']), 0, 'all')).toEqual(full);
  expect(refused(many(99, ['dial']), 1, 'all')).toEqual(full);
  expect(refused(many(100, ['dial']), 0, 'all'), 'of a caller of all accounts').toEqual(full);
  expect(refused([...many(100, ['dial']), ...many(9, ['floor'])], 0, floor)).toBeNull();
  expect(refused([...many(100, ['dial']), ...many(10, ['floor'])], 0, floor)).toEqual(full);
});
