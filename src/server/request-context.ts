import type { Caller } from '../access/caller.ts';
import type { Charge } from '../access/charge.ts';
import type { LookupShare } from '../access/lookup-share.ts';
import { PatternBudget } from '../adapters/calls/pattern/budget.ts';
import type { Figures } from '../figures/figures.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { RequestCache, type RequestDeadline } from '../gateway/request-cache.ts';
import type { Idempotency } from '../resolvers/acts/idempotency.ts';
import type { CallerAudit } from '../resolvers/audit.ts';
import type { Context } from '../resolvers/context.ts';
import type { Views } from '../resolvers/views.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { WebhookAdmin } from '../webhooks/admin.ts';
import type { AuditTrail } from './audit.ts';

interface Shared
  extends Pick<
    Context,
    'figures' | 'gateway' | 'views' | 'idempotency' | 'subscriptions' | 'webhooks' | 'alerts' | 'schemas' | 'lookups'
  > {
  readonly trail: AuditTrail;
}

/** The context of the resolvers of one operation, or of one event. */
export class RequestContext implements Context {
  readonly figures: Figures;
  readonly gateway: Gateway;
  readonly views: Views;
  readonly idempotency: Idempotency;
  readonly subscriptions: SubscriptionService;
  readonly webhooks: WebhookAdmin;
  readonly alerts: Context['alerts'];
  readonly schemas: Context['schemas'];
  readonly lookups: LookupShare;
  readonly patterns = new PatternBudget();
  readonly requestCache: RequestCache;
  readonly caller: Caller;
  readonly requestId: string;
  readonly deadline: RequestDeadline;
  readonly audit: CallerAudit;
  readonly charge: Charge | undefined;

  constructor(shared: Shared, caller: Caller, requestId: string, deadline: RequestDeadline, charge?: Charge) {
    this.figures = shared.figures;
    this.gateway = shared.gateway;
    this.views = shared.views;
    this.idempotency = shared.idempotency;
    this.subscriptions = shared.subscriptions;
    this.webhooks = shared.webhooks;
    this.alerts = shared.alerts;
    this.schemas = shared.schemas;
    this.lookups = shared.lookups;
    this.requestCache = new RequestCache(shared.gateway, caller, deadline);
    this.caller = caller;
    this.requestId = requestId;
    this.deadline = deadline;
    this.charge = charge;
    // A property, as Apollo copies the context and with it no private field.
    this.audit = shared.trail.of(caller, requestId);
  }

  get signal(): AbortSignal {
    return this.deadline.signal;
  }
}
