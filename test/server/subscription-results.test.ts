/** The results of one caller's subscriptions, as the server makes them. */
import { buildSchema, parse } from 'graphql';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Executor } from '../../src/executor/executor.ts';
import { createSubscriptions } from '../../src/server/subscriptions.ts';
import type { Hub } from '../../src/subscriptions/deliver/hub.ts';
import type { ResultWriter } from '../../src/subscriptions/deliver/result-writer.ts';
import { until } from '../helpers/until.ts';

const document = parse('subscription ($at: Int) { line(at: $at) }');
const caller = { id: 'caller', scopes: new Set<never>(), accounts: 'all' } as const;

/** The server's subscriptions to a field whose results end when the test says so. */
function slowSubscriptions() {
  const begun: (() => void)[] = [];
  const schema = buildSchema('type Query { line: String } type Subscription { line(at: Int): String }');
  Object.assign(schema.getSubscriptionType()?.getFields().line ?? {}, {
    subscribe: async function* () {
      yield {};
    },
    resolve: () => new Promise<void>((end) => begun.push(end)),
  });
  const parts = { schema, executor: new Executor(schema), contextFor: () => ({}), configuration: { limits: {} } };
  const hub = { log: { head: async () => '0' } } as unknown as Hub;
  return { begun, subscriptions: createSubscriptions(parts as never, hub) };
}

test('D6: of an event that seventeen subscriptions of a caller show, sixteen results are made at once', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { begun, subscriptions } = slowSubscriptions();
  const sent: Buffer[] = [];
  const writer = { full: false, sendParts: (_, body) => sent.push(body), drained: async () => {} } as ResultWriter;
  const join = (at: number) => subscriptions.join({ document, variables: { at }, viewer: caller }, writer, '{');
  await Promise.all(Array.from({ length: 17 }, (_, at) => join(at)));
  await until(() => begun.length === 16, 'sixteen have begun');
  await new Promise((done) => setImmediate(done));
  expect(begun).toHaveLength(16);
  begun[0]?.();
  await until(() => begun.length === 17, 'the last took the place of one that ended');
  for (const end of begun) end();
  await until(() => sent.length === 17, 'all were sent');
});
