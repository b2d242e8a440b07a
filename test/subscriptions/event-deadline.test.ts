/** Opening a subscription and the result of one event end at the deadline of an operation, over every transport. */
import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { isTimeout, unlessAborted } from '../../src/adapters/calls/deadline.ts';
import { Executor } from '../../src/executor/executor.ts';
import { SharedExecution } from '../../src/subscriptions/deliver/shared-execution.ts';
import { until } from '../helpers/until.ts';

interface Ended {
  readonly signal: AbortSignal;
}

async function* lines() {
  yield { event: { text: 'one' } };
  yield { event: { text: 'two' } };
}

interface Followed {
  readonly isPlanned: boolean;
  readonly milliseconds?: number;
  readonly subscribe?: () => unknown;
}

/** Follows two events with a field that never answers; returns the results and the signals that the field had. */
function follow({ isPlanned, milliseconds, subscribe = lines }: Followed) {
  const schema = buildSchema(
    'type Query { a: Int } type Subscription { line: Line } type Line { text: String slow: String }',
  );
  const line = schema.getSubscriptionType()?.getFields().line;
  const slow = (schema.getType('Line') as ReturnType<typeof schema.getSubscriptionType>)?.getFields().slow;
  if (!line || !slow) throw new Error('No such field');
  const signals: AbortSignal[] = [];
  line.subscribe = subscribe;
  line.resolve = ({ event }) => event;
  slow.resolve = (_, __, { signal }: Ended) => {
    signals.push(signal);
    return unlessAborted(new Promise(() => undefined), signal);
  };
  const executor = new Executor(schema);
  const execution = new SharedExecution(
    {
      document: parse('subscription { line { text slow } }'),
      viewer: { id: 'someone', scopes: new Set(), accounts: 'all' },
    },
    {
      schema,
      ...(milliseconds !== undefined && { operationMilliseconds: () => milliseconds }),
      contextFor: (_, deadline) => ({
        get signal() {
          return deadline.signal;
        },
      }),
      formatError: (error) => error.toJSON(),
      ...(isPlanned && { prepare: (operation) => executor.prepare(operation) }),
    },
  );
  const results: unknown[] = [];
  execution.add({ deliver: (body) => void results.push(JSON.parse(String(body).slice(0, -1))), end: () => undefined });
  return { execution, results, signals };
}

test.each([
  ['from its plan', true],
  ['by graphql-js', false],
])(
  'H17: a field of an event that never answers costs itself at the deadline, and the next event follows, executed %s',
  async (_, isPlanned) => {
    const { execution, results, signals } = follow({ isPlanned, milliseconds: 20 });
    await execution.open();
    await until(() => results.length === 2, 'both events have a result');
    const errors = [{ path: ['line', 'slow'] }];
    expect(results).toMatchObject(['one', 'two'].map((text) => ({ data: { line: { text, slow: null } }, errors })));
    expect(signals.map(({ reason }) => isTimeout(reason))).toEqual([true, true]);
    await execution.close();
  },
);

test('an event under way ends with its subscription, long before the deadline', async () => {
  const { execution, signals } = follow({ isPlanned: true, milliseconds: 60_000 });
  await execution.open();
  await until(() => signals.length === 1, 'the field is asked');
  await execution.close();
  expect(signals[0]?.aborted).toBe(true);
});

test('H17: a subscription that does not begin is refused at the deadline, and its source is ended when it comes', async () => {
  let come: (source: AsyncIterator<unknown>) => void = () => undefined;
  const coming = new Promise((resolve) => {
    come = resolve;
  });
  const { execution } = follow({ isPlanned: true, milliseconds: 20, subscribe: () => coming });
  await expect(execution.open()).rejects.toMatchObject({ code: 'TIMEOUT' });
  await execution.close();
  let isEnded = false;
  const source = lines();
  const end = source.return.bind(source);
  source.return = (value) => {
    isEnded = true;
    return end(value);
  };
  come(source);
  await until(() => isEnded, 'the source is ended');
});
