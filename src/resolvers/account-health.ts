import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { AccountHealth, SystemHealth } from '../../schema/account-health.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Context } from './context.ts';

/** The health of an account as GraphQL sees it. */
type HealthView = AccountHealth & { readonly account: string };

/** The health of an account, by its answers and events so far. */
export function healthView({ key, health }: AccountHandle): HealthView {
  const { lastAnswerAt, lastEvent } = health;
  const lag = lastEvent ? Date.parse(lastEvent.receivedAt) - Date.parse(lastEvent.occurredAt) : Number.NaN;
  return {
    account: key,
    lastAnswerAt: lastAnswerAt?.toISOString() ?? null,
    lastEventAt: lastEvent?.receivedAt ?? null,
    eventLagSeconds: lag >= 0 ? lag / 1_000 : null,
  };
}

/** The fields of an account's health that its vendor is asked for. */
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
