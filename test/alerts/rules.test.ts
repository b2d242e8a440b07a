/** Rules that callers create: what they may hold, who sees them, and what is stored of them. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../src/access/caller.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { AlertRuleAdmin } from '../../src/alerts/admin.ts';
import { AlertStore } from '../../src/alerts/alert-store.ts';
import { type RuleDefinition, RuleDefinitions } from '../../src/alerts/definition.ts';
import { AlertMonitor } from '../../src/alerts/monitor.ts';
import { alertShape } from '../../src/config/alerts.ts';
import { quietLog } from '../../src/server/logging.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { untilAnswer } from '../helpers/until.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const callerOf = (...accounts: string[]): Caller => ({
  ...{ id: 'partner', scopes: new Set(['admin']), accounts: accounts.length ? new Set(accounts) : 'all' },
});
const EVERYONE = callerOf();
const WAITING = { name: 'Waiting', figure: 'CALLS_WAITING', above: 5, forSeconds: 0 };
const CONFIGURED = alertShape.parse({ id: 'service', figure: 'SERVICE_LEVEL', below: 0.8, accounts: ['one'] });

async function administered() {
  const log = await openSqliteLog({ file: ':memory:' });
  cleanups.push(() => log.close());
  const definitions = new RuleDefinitions(log);
  const store = new AlertStore(log);
  const accounts = ['one', 'two', 'three'];
  let monitor: AlertMonitor | undefined;
  const admin = new AlertRuleAdmin({
    ...{ definitions, store, configured: () => [CONFIGURED], accounts: () => accounts },
    changed: () => monitor?.wake(),
  });
  /** Applies the created rules where each of these accounts has nine calls waiting. */
  const watch = (received: readonly string[]) => {
    monitor = new AlertMonitor({
      ...{ rules: [], store, logger: quietLog, everyMs: 2, accounts: () => received },
      created: async () => (await definitions.applied()).rules,
      reader: () => async (_, account) => {
        if (!received.includes(account))
          throw new CrosspointError('FAILED_PRECONDITION', `There is no account ${account}`);
        return new Map([['', { subject: {}, value: 9 }]]);
      },
      emptyValue: () => 0,
      now: () => new Date(),
    });
    cleanups.push(() => monitor?.stop());
    monitor.start(Promise.resolve());
  };
  const raised = async () => (await store.raised()).map(({ account, alert }) => `${account} ${alert.rule}`).sort();
  const alerts = async () => (await store.raised()).map(({ alert }) => alert);
  return { admin, definitions, log, watch, raised, alerts };
}

describe('a created rule', () => {
  test('has the defaults of the configuration, and is changed field by field', async () => {
    const { admin } = await administered();
    const made = await admin.create(EVERYONE, { ...WAITING, forSeconds: null, names: ['Billing'], groupBy: 'QUEUE' });
    expect(made).toMatchObject({
      ...{ name: 'Waiting', configured: false, enabled: true, comparison: 'ABOVE', threshold: 5, clearAt: 5 },
      ...{ forSeconds: 60, clearForSeconds: 60, groupBy: 'QUEUE', names: ['Billing'], accounts: null, failure: null },
    });
    const changed = await admin.update(EVERYONE, made.id, { above: 9, clearAt: 3, names: null });
    expect(changed).toMatchObject({ threshold: 9, clearAt: 3, names: null, groupBy: 'QUEUE', name: 'Waiting' });
    const below = await admin.update(EVERYONE, made.id, { below: 1, clearAt: null, name: 'Idle', enabled: false });
    expect(below).toMatchObject({ name: 'Idle', comparison: 'BELOW', threshold: 1, clearAt: 1, enabled: false });
    expect((await admin.list(EVERYONE)).map(({ name }) => name)).toEqual(['service', 'Idle']);
    await admin.remove(EVERYONE, made.id);
    expect((await admin.list(EVERYONE)).map(({ name }) => name)).toEqual(['service']);
  });

  test('is created by callers of other accounts where those of one have created a hundred', async () => {
    const { admin, definitions } = await administered();
    const [greedy, other] = ['one', 'two'].map((account) => ({ ...EVERYONE, accounts: new Set([account]) }));
    if (!greedy || !other) throw new Error('no callers');
    await admin.create(greedy, WAITING);
    const [made] = (await definitions.load()).definitions;
    for (let count = 1; made && count < 100; count += 1) await definitions.add({ ...made, id: `${count}` });
    const refused = { code: 'FAILED_PRECONDITION', message: 'There are 100 created rules already' };
    await expect(admin.create(greedy, WAITING)).rejects.toMatchObject(refused);
    for (let count = 0; count < 10; count += 1) await admin.create(other, WAITING);
    await expect(admin.create(other, WAITING)).rejects.toMatchObject(refused);
  });

  test.each([
    [{ above: null }, ['above']],
    [{ below: 3 }, ['above']],
    [{ clearAt: 6 }, ['clearAt']],
    [{ figure: 'MOOD' }, ['figure']],
    [{ groupBy: 'AGENT' }, ['groupBy']],
    [{ groupBy: 'AGENT_GROUP' }, ['groupBy']],
    [{ names: ['Billing'] }, ['names']],
    [{ groupBy: 'QUEUE', names: ['x'.repeat(251)] }, ['names', '0']],
    [{ forSeconds: -1 }, ['forSeconds']],
    [{ serviceLevelSeconds: 20 }, ['serviceLevelSeconds']],
    [{ accounts: ['gone'] }, ['accounts']],
    [{ accounts: [] }, ['accounts']],
    [{ name: ' ' }, ['name']],
  ])('is refused with %j', async (wrong, path) => {
    const { admin, definitions } = await administered();
    const refused = { code: 'INVALID_ARGUMENT', argumentPath: ['input', ...path] };
    await expect(admin.create(EVERYONE, { ...WAITING, ...wrong })).rejects.toMatchObject(refused);
    expect((await definitions.load()).definitions).toEqual([]);
  });

  test('is left as it was by a change that is refused', async () => {
    const { admin } = await administered();
    const { id } = await admin.create(EVERYONE, { ...WAITING, clearAt: 4 });
    const refused = { code: 'INVALID_ARGUMENT', argumentPath: ['input', 'clearAt'] };
    await expect(admin.update(EVERYONE, id, { above: 2, name: 'Other' })).rejects.toMatchObject(refused);
    expect((await admin.list(EVERYONE))[1]).toMatchObject({ name: 'Waiting', threshold: 5, clearAt: 4 });
  });

  test('does not exist for callers of fewer accounts, who extend it by nothing', async () => {
    const { admin } = await administered();
    const pair = callerOf('one', 'two');
    const { id } = await admin.create(pair, WAITING);
    const foreign = { code: 'INVALID_ARGUMENT', argumentPath: ['input', 'accounts'] };
    for (const accounts of [['three'], ['one', 'three']])
      await expect(admin.create(pair, { ...WAITING, accounts })).rejects.toMatchObject(foreign);
    await expect(admin.update(EVERYONE, id, { accounts: ['three'] })).rejects.toMatchObject(foreign);
    const missing = { code: 'NOT_FOUND', argumentPath: ['input', 'id'] };
    for (const viewer of [callerOf('one'), callerOf('one', 'three')]) {
      expect((await admin.list(viewer)).map(({ name }) => name)).toEqual(['service']);
      await expect(admin.update(viewer, id, { above: 1 })).rejects.toMatchObject(missing);
      await expect(admin.remove(viewer, id)).rejects.toMatchObject(missing);
    }
    expect((await admin.list(callerOf('two', 'one'))).map(({ accounts }) => accounts)).toEqual([
      ['one'],
      ['one', 'two'],
    ]);
    const configured = { code: 'FAILED_PRECONDITION', argumentPath: ['input', 'id'] };
    await expect(admin.remove(EVERYONE, 'service')).rejects.toMatchObject(configured);
  });

  test('is refused where there are a hundred, and costs only itself where it cannot be read', async () => {
    const { admin, definitions, log } = await administered();
    await log.exchange('alert-rule:broken', null, '{"id":');
    const { id } = await admin.create(EVERYONE, WAITING);
    const [one] = (await definitions.load()).definitions;
    for (let count = 2; count < 100; count += 1) await definitions.add({ ...one, id: `${count}` } as RuleDefinition);
    await expect(admin.create(EVERYONE, WAITING)).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    expect(await admin.list(EVERYONE)).toHaveLength(100);
    expect((await definitions.applied()).unreadable).toEqual(['created/broken']);
    await expect(admin.remove(callerOf('one'), 'created/broken')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await admin.remove(EVERYONE, 'created/broken');
    await admin.remove(EVERYONE, id);
    expect((await log.notes('alert-rule:')).size).toBe(98);
  });
});

describe('a created rule that is applied', () => {
  test('raises at the accounts of its creator alone, from the next look on', async () => {
    const { admin, watch, raised } = await administered();
    watch(['one', 'two', 'three']);
    const { id } = await admin.create(callerOf('one', 'two'), WAITING);
    const both = [`one ${id}`, `two ${id}`];
    await untilAnswer(raised, (alerts) => alerts.length === 2);
    const other = await admin.create(EVERYONE, { ...WAITING, accounts: ['three'] });
    expect(await untilAnswer(raised, (alerts) => alerts.length === 3)).toEqual([both[0], `three ${other.id}`, both[1]]);
    await admin.remove(EVERYONE, id);
    expect(await untilAnswer(raised, (alerts) => alerts.length === 1)).toEqual([`three ${other.id}`]);
  });

  test('clears its alert when it gets another figure, and raises one of that figure', async () => {
    const { admin, watch, alerts } = await administered();
    watch(['one']);
    const { id } = await admin.create(EVERYONE, WAITING);
    const [before] = await untilAnswer(alerts, ({ length }) => length === 1);
    await admin.update(EVERYONE, id, { figure: 'LONGEST_WAIT' });
    const [after] = await untilAnswer(alerts, ([alert]) => alert?.figure === 'LONGEST_WAIT');
    expect(after?.id).not.toBe(before?.id);
    expect(after).toMatchObject({ rule: id, value: 9, clearedAt: null });
  });

  test('shows why it cannot be applied, until it can or is gone', async () => {
    const { admin, watch, log } = await administered();
    watch(['one']);
    const named = await admin.create(EVERYONE, { ...WAITING, accounts: ['two'] });
    const bound = await admin.create(callerOf('three'), WAITING);
    const failure = async ({ id }: { readonly id: string }) =>
      (await admin.list(EVERYONE)).find((rule) => rule.id === id)?.failure;
    expect(await untilAnswer(() => failure(named), Boolean)).toBe('There is no account two');
    expect(await untilAnswer(() => failure(bound), Boolean)).toBe(
      'No account of the rule has an event stream of calls and agents',
    );
    await admin.update(EVERYONE, named.id, { accounts: ['one'] });
    await untilAnswer(
      () => failure(named),
      (reason) => reason === null,
    );
    await admin.remove(EVERYONE, bound.id);
    await untilAnswer(
      async () => (await log.notes('alert-rule-failure:')).size,
      (count) => count === 0,
    );
  });
});
