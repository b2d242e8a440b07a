import type { Caller } from '../access/caller.ts';
import type { Charge } from '../access/charge.ts';
import type { LookupShare } from '../access/lookup-share.ts';
import type { PatternBudget } from '../adapters/calls/pattern/budget.ts';
import type { AlertRuleAdmin } from '../alerts/admin.ts';
import type { AlertStore } from '../alerts/alert-store.ts';
import type { Pieces } from '../executor/list-items.ts';
import type { Figures } from '../figures/figures.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { RequestCache, RequestDeadline, WorkPieces } from '../gateway/request-cache.ts';
import type { Start } from '../subscriptions/request.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { WebhookAdmin } from '../webhooks/admin.ts';
import type { Idempotency } from './acts/idempotency.ts';
import type { CallerAudit } from './audited-operation.ts';
import type { CallerSchemas } from './caller-schema.ts';
import type { Views } from './views.ts';

/** The context of every resolver. */
export interface Context extends RequestDeadline {
  readonly caller: Caller;
  readonly gateway: Gateway;
  /** Reads of this operation, remembered until it ends. */
  readonly requestCache: RequestCache;
  readonly views: Views;
  readonly idempotency: Idempotency;
  readonly requestId: string;
  readonly subscriptions: SubscriptionService;
  /** The floor in figures, by the events of the log. */
  readonly figures: Figures;
  readonly webhooks: WebhookAdmin;
  /** The alerts that are raised; absent where no log stores them. */
  readonly alerts?: Pick<AlertStore, 'raised'> | undefined;
  readonly alertRules: AlertRuleAdmin;
  /** The part of the schema that each caller may read. */
  readonly schemas: Pick<CallerSchemas, 'subgraph'>;
  /** The audit trail for this caller; absent where nothing is written. */
  readonly audit?: CallerAudit | undefined;
  /** Bounds the vendor calls one caller causes. */
  readonly lookups: LookupShare;
  /** Bounds the checks of the request's regular expressions. */
  readonly patterns: PatternBudget;
  /** Points taken for this operation; absent where an event is executed. */
  readonly charge?: Charge | undefined;
  /** The pieces of work that it is divided into; absent where it is one. */
  readonly pieces?: (Pieces & WorkPieces & { readonly isLong: boolean }) | undefined;
  /** Where a shared subscription begins. */
  readonly start?: Start | undefined;
}
