import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import {
  AccountHealth,
  type CircuitBreakers,
  type ContractDrift,
  type GuideReading,
  SystemHealth,
} from '../../schema/account-health.ts';
import type { BreakerState } from '../adapters/calls/breaker.ts';
import { DRIFTS, type Drift } from '../adapters/calls/drift.ts';
import type { Guard } from '../adapters/calls/guard.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Context } from './context.ts';

/** The count of a row that a breaker's state adds to. */
const STATE_COUNTS = { CLOSED: 'closed', HALF_OPEN: 'halfOpen', OPEN: 'open' } as const satisfies Record<
  BreakerState,
  keyof CircuitBreakers
>;

/** The health of an account as GraphQL sees it. */
type HealthView = AccountHealth & { readonly account: string };

/** The health of an account, by its answers and events so far. */
export function healthView({ key, health, adapter }: AccountHandle): HealthView {
  const { lastAnswerAt, lastEvent } = health;
  const lag = lastEvent ? Date.parse(lastEvent.receivedAt) - Date.parse(lastEvent.occurredAt) : Number.NaN;
  return {
    account: key,
    lastAnswerAt: lastAnswerAt?.toISOString() ?? null,
    lastEventAt: lastEvent?.receivedAt ?? null,
    eventLagSeconds: lag >= 0 ? lag / 1_000 : null,
    breakers: breakersByService(adapter.guards ?? []),
    drift: driftOf(adapter.drift),
  };
}

/** The readings that an account takes where its vendor's guide leaves a question open. */
export function guideReadings({ adapter }: AccountHandle): readonly GuideReading[] {
  return (adapter.readings ?? []).map(({ question, reading, isChosen }) => ({
    question: question.id,
    open: question.open,
    reading: reading.id,
    meaning: reading.meaning,
    chosen: isChosen,
    source: question.source,
  }));
}

/** One row for each kind of service, so that an account of thousands of desks has one row. */
function breakersByService(guards: readonly Guard[]): readonly CircuitBreakers[] {
  const rows = new Map<string, CircuitBreakers>();
  for (const { kind, breaker } of guards) {
    const row = rows.get(kind) ?? { service: kind, closed: 0, halfOpen: 0, open: 0, openings: 0, refusals: 0 };
    row[STATE_COUNTS[breaker.state]] += 1;
    row.openings += breaker.openings;
    row.refusals += breaker.refusals;
    rows.set(kind, row);
  }
  return [...rows.values()];
}

function driftOf(drift: Drift | undefined): readonly ContractDrift[] {
  if (!drift) return [];
  const { counts } = drift;
  return DRIFTS.filter((kind) => counts[kind] > 0).map((kind) => ({ kind, count: counts[kind] }));
}

/** The fields of an account's health that are read from its vendor. */
@Resolver(() => AccountHealth)
export class AccountHealthFields {
  @FieldResolver(() => SystemHealth, {
    nullable: true,
    description:
      'Disk, memory and channels of the vendor’s machine, read from the vendor when it is selected; null when the vendor reports none.',
  })
  async system(@Root() { account }: HealthView, @Ctx() context: Context): Promise<SystemHealth | null> {
    const { gateway, lookups, caller, signal } = context;
    if (!gateway.account(account)?.adapter.systemHealth) return null;
    lookups.take(caller, account);
    return gateway.ask(account, async (adapter) => (await adapter.systemHealth?.({ signal })) ?? null, signal);
  }
}
