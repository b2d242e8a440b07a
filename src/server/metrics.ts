/** Writes the gateway's counts in the text format of Prometheus. */
import type { BreakerState } from '../adapters/calls/breaker.ts';
import type { ConcurrentUse } from '../adapters/calls/concurrent-use.ts';
import { DRIFTS } from '../adapters/calls/drift.ts';
import type { Guard } from '../adapters/calls/guard.ts';
import type { RetryBudget } from '../adapters/calls/retry-budget.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Deliveries } from '../webhooks/delivery.ts';
import { BoundedNames } from './bounded-names.ts';

/** Content type of the text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

const STATES: readonly BreakerState[] = ['CLOSED', 'HALF_OPEN', 'OPEN'];

/** The counts of the live side. */
export interface LiveCounts {
  readonly sockets: number;
  /** Executions running for all subscriptions together. */
  readonly executions: number;
  /** Readers of the log, and those of them that read what is past. */
  readonly readers: number;
  readonly behind: number;
  readonly streams: number;
  /** Whether events wait because the log cannot be written. */
  readonly waiting: boolean;
  /** By the webhook's key. */
  readonly webhooks: ReadonlyMap<string, Deliveries>;
}

/** Labels whose values are as many as a configuration or its callers make. */
const LABELS = ['account', 'service', 'webhook'] as const;

/** The same samples, with the values of a label bounded: those of further values are summed. */
function bounded(samples: readonly Sample[], label: string): readonly Sample[] {
  const names = new BoundedNames();
  const named = samples.map(([labels, value]): Sample => {
    const name = labels[label];
    return [name === undefined ? labels : { ...labels, [label]: names.bound(name) }, value];
  });
  return summed(named);
}

/** One sample for each set of labels, with the sum of their values. */
function summed(samples: readonly Sample[]): readonly Sample[] {
  const sums = new Map<string, Sample>();
  for (const [labels, value] of samples) {
    const key = JSON.stringify(Object.entries(labels));
    sums.set(key, [labels, value + (sums.get(key)?.[1] ?? 0)]);
  }
  return [...sums.values()];
}

/** Every metric, as text; those of webhooks, which may show any account, only for callers of all accounts. */
export function metricsText(accounts: readonly AccountHandle[], live: LiveCounts, all: boolean): string {
  return accountMetrics(accounts) + liveMetrics(live) + (all ? webhookMetrics(live) : '');
}

function webhookMetrics({ webhooks }: LiveCounts): string {
  const samples = (value: (counts: Deliveries) => number, more: Labels = {}): Sample[] =>
    [...webhooks].map(([webhook, counts]) => [{ webhook, ...more }, value(counts)]);
  const attempts = [
    ...samples(({ delivered }) => delivered, { outcome: 'delivered' }),
    ...samples(({ failed }) => failed, { outcome: 'failed' }),
  ];
  const [deadLettered, waiting] = [samples((counts) => counts.deadLettered), samples((counts) => counts.waiting)];
  const dead = samples((counts) => counts.dead);
  return [
    metric('counter', 'webhook_attempts_total', 'Messages sent to a partner, by how it went.', attempts),
    metric('counter', 'webhook_dead_lettered_total', 'Messages that became dead letters.', deadLettered),
    metric('gauge', 'webhook_waiting', 'Messages of a webhook that are under way.', waiting),
    metric('gauge', 'webhook_dead_letters', 'Dead letters of a webhook that can be sent again.', dead),
  ].join('');
}

function liveMetrics({ sockets, streams, executions, readers, behind, waiting }: LiveCounts): string {
  const gauge = (name: string, help: string, value: number) => metric('gauge', name, help, [[{}, value]]);
  return [
    gauge('sockets', 'WebSockets open.', sockets),
    gauge('streams', 'Subscriptions open as streamed HTTP answers.', streams),
    gauge('executions', 'Executions that run for all subscriptions together.', executions),
    gauge('readers', 'Readers of the event log.', readers),
    gauge('readers_behind', 'Readers of the event log that read what is past.', behind),
    gauge('events_waiting', '1 while events wait because the log cannot be written.', waiting ? 1 : 0),
  ].join('');
}

function accountMetrics(accounts: readonly AccountHandle[]): string {
  const known = accounts.filter(({ health }) => health.status !== 'UNKNOWN');
  const up = known.map(({ key, health }): Sample => [{ account: key }, health.status === 'UP' ? 1 : 0]);
  const drifts = accounts.flatMap(({ key, adapter: { drift } }) =>
    drift ? DRIFTS.map((kind): Sample => [{ account: key, kind: kind.toLowerCase() }, drift.counts[kind]]) : [],
  );
  return [
    sharedUserMetrics(accounts),
    metric(
      'gauge',
      'account_up',
      '1 where an account answers as it should, 0 where it does not; absent until it was asked.',
      up,
    ),
    guardMetrics(accounts.flatMap(({ key, adapter }) => (adapter.guards ?? []).map((guard) => ({ key, guard })))),
    metric(
      'counter',
      'contract_drift_total',
      'Deviations of vendor answers from the contract: unknown parts, and missing ones that it requires.',
      drifts,
    ),
  ].join('');
}

function sharedUserMetrics(accounts: readonly AccountHandle[]): string {
  const uses = accounts.flatMap(({ key, adapter: { concurrentUse } }) =>
    concurrentUse ? [{ labels: { account: key }, concurrentUse }] : [],
  );
  const samples = (value: (use: ConcurrentUse) => number) =>
    uses.map(({ labels, concurrentUse }): Sample => [labels, value(concurrentUse)]);
  const denied = samples((use) => use.denied);
  const isShared = samples((use) => (use.problem ? 1 : 0));
  return [
    metric('counter', 'sessions_denied_total', 'Calls denied because another program uses the user.', denied),
    metric('gauge', 'user_shared', '1 while another program uses a user of the account.', isShared),
  ].join('');
}

/** The breakers of every service and the retries of every account. */
function guardMetrics(guards: readonly { readonly key: string; readonly guard: Guard }[]): string {
  const perGuard = (value: (guard: Guard) => number) =>
    summed(guards.map(({ key, guard }) => [{ account: key, service: guard.kind }, value(guard)]));
  const perState = guards.flatMap(({ key, guard }) =>
    STATES.map((state): Sample => {
      const labels = { account: key, service: guard.kind, state: state.toLowerCase() };
      return [labels, guard.breaker.state === state ? 1 : 0];
    }),
  );
  const budgets = new Map(guards.map(({ key, guard }) => [key, guard.retries]));
  const perAccount = (value: (budget: RetryBudget) => number): Sample[] =>
    [...budgets].map(([account, budget]) => [{ account }, value(budget)]);
  const [openings, refusals] = [
    perGuard(({ breaker }) => breaker.openings),
    perGuard(({ breaker }) => breaker.refusals),
  ];
  const [taken, refused] = [perAccount((budget) => budget.taken), perAccount((budget) => budget.refused)];
  return [
    metric(
      'gauge',
      'breaker_state',
      'Breakers of a vendor service by their state; an account has one for each of its desks.',
      summed(perState),
    ),
    metric('counter', 'breaker_openings_total', 'How often a breaker opened.', openings),
    metric('counter', 'breaker_refusals_total', 'Calls a breaker refused.', refusals),
    metric('counter', 'retries_total', 'Calls made again.', taken),
    metric('counter', 'retries_refused_total', 'Calls not made again, since too many were.', refused),
  ].join('');
}

function metric(type: 'gauge' | 'counter', name: string, help: string, samples: readonly Sample[]): string {
  const full = `crosspoint_${name}`;
  const lines = LABELS.reduce(bounded, samples).map(([labels, value]) => `${full}${labelsText(labels)} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
}

function labelsText(labels: Labels): string {
  const texts = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, escaped)}"`);
  return texts.length === 0 ? '' : `{${texts.join(',')}}`;
}

function escaped(found: string): string {
  return found === '\n' ? '\\n' : `\\${found}`;
}
