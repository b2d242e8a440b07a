/** What the gateway counts, in the text format that Prometheus reads. */
import type { BreakerState } from '../adapters/breaker.ts';
import type { Guard } from '../adapters/guard.ts';
import type { RetryBudget } from '../adapters/retries.ts';
import type { AccountHandle } from '../resolvers/gateway.ts';

/** Content type of the text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

const STATES: readonly BreakerState[] = ['CLOSED', 'HALF_OPEN', 'OPEN'];

/** Every metric, as text. */
export function metricsText(accounts: readonly AccountHandle[]): string {
  const guards = accounts.flatMap(({ key, adapter }) => (adapter.guards ?? []).map((guard) => ({ key, guard })));
  const perGuard = (value: (guard: Guard) => number): Sample[] =>
    guards.map(({ key, guard }) => [{ account: key, service: guard.service }, value(guard)]);
  const states = guards.flatMap(({ key, guard }) =>
    STATES.map((state): Sample => {
      const labels = { account: key, service: guard.service, state: state.toLowerCase() };
      return [labels, guard.breaker.state === state ? 1 : 0];
    }),
  );
  const budgets = new Map(guards.map(({ key, guard }) => [key, guard.retries]));
  const perAccount = (value: (budget: RetryBudget) => number): Sample[] =>
    [...budgets].map(([account, budget]) => [{ account }, value(budget)]);
  return [
    metric(
      'gauge',
      'breaker_state',
      'The state of the breaker of a vendor service: 1 where it is in that state.',
      states,
    ),
    metric(
      'counter',
      'breaker_openings_total',
      'How often a breaker opened.',
      perGuard(({ breaker }) => breaker.openings),
    ),
    metric(
      'counter',
      'breaker_refusals_total',
      'Calls a breaker refused.',
      perGuard(({ breaker }) => breaker.refusals),
    ),
    metric(
      'counter',
      'retries_total',
      'Calls made again.',
      perAccount(({ taken }) => taken),
    ),
    metric(
      'counter',
      'retries_refused_total',
      'Calls not made again, since too many were.',
      perAccount(({ refused }) => refused),
    ),
  ].join('');
}

function metric(type: 'gauge' | 'counter', name: string, help: string, samples: readonly Sample[]): string {
  const full = `crosspoint_${name}`;
  const lines = samples.map(([labels, value]) => `${full}{${labelsText(labels)}} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${lines.join('')}`;
}

function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(
      ([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (found) => (found === '\n' ? '\\n' : `\\${found}`))}"`,
    )
    .join(',');
}
