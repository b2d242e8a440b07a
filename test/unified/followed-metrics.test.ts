/** Figures that are followed: polled accounts are watched while someone follows, and no longer. */
import { type ExecutionResult, parse, subscribe } from 'graphql';
import { expect, test } from 'vitest';
import { agentEvent } from '../figures/events.ts';
import { fakeAdapter, gatewayOver, rows } from './world.ts';

const polled = (account: string) =>
  fakeAdapter(account, 'REMOTE_CONTROL', {
    ...{ watch: async function* () {}, watches: ['CALL', 'AGENT'] as const },
    ...{ calls: async () => rows(), agents: async () => rows() },
  });

/** A gateway that notes what is watched. */
function world() {
  const asked = gatewayOver([
    fakeAdapter('floor', 'FIVE9_CTI', { events: async function* () {} }),
    ...[polled('dialler'), polled('other')],
  ]);
  const watched: { kinds: readonly string[]; accounts: readonly string[] }[] = [];
  const watchAccounts = (kinds: readonly string[], accounts: readonly string[]) => {
    const watch = { kinds, accounts };
    watched.push(watch);
    return () => watched.splice(watched.indexOf(watch), 1);
  };
  const follow = async (args: string) => {
    const document = parse(`subscription { realtimeMetricsChanged(${args}) { rows { agentsByPresence { count } } } }`);
    const contextValue = { ...asked.context(), subscriptions: { watchAccounts } };
    return subscribe({ schema: asked.schema, document, contextValue });
  };
  return { ...asked, watched, follow };
}

const isStream = (result: Awaited<ReturnType<ReturnType<typeof world>['follow']>>) => Symbol.asyncIterator in result;

test('the accounts of figures that are followed are watched for calls and agents, until the last follower leaves', async () => {
  const { follow, watched, figures } = world();
  const [one, other] = [await follow('filter: { accounts: ["dialler"] }'), await follow('everySeconds: 2')];
  if (!(isStream(one) && isStream(other))) throw new Error('refused');
  const [first, second] = [one, other] as AsyncGenerator<ExecutionResult>[];
  expect(watched).toEqual([
    { kinds: ['CALL', 'AGENT'], accounts: ['dialler'] },
    { kinds: ['CALL', 'AGENT'], accounts: ['floor', 'dialler', 'other'] },
  ]);
  expect((await first?.next())?.value.errors).toBeUndefined();
  await first?.return(undefined);
  expect(watched).toHaveLength(1);
  expect((await second?.next())?.value.data).toEqual({ realtimeMetricsChanged: { rows: [{ agentsByPresence: [] }] } });
  figures.apply(agentEvent(0, 'READY'));
  expect((await second?.next())?.value.data.realtimeMetricsChanged.rows).toEqual([
    { agentsByPresence: [{ count: 1 }] },
  ]);
  await second?.return(undefined);
  expect(watched).toEqual([]);
});

test.each([
  ['everySeconds: 0', 'from 1 to 60'],
  ['everySeconds: 61', 'from 1 to 60'],
  ['groupBy: [ACCOUNT, AGENT, QUEUE]', 'at most 2'],
  ['serviceLevelSeconds: 601', 'from 1 to 600'],
  ['filter: { accounts: ["nowhere"] }', 'no account nowhere'],
])('%s is refused before anything is watched, with the bound', async (args, words) => {
  const { follow, watched } = world();
  const result = await follow(args);
  if (isStream(result)) throw new Error('not refused');
  expect((result as ExecutionResult).errors?.[0]?.message).toContain(words);
  expect(watched).toEqual([]);
});
