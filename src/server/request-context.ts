import type { Caller } from '../access/caller.ts';
import type { Charge } from '../access/charge.ts';
import type { LookupShare } from '../access/lookup-share.ts';
import { setOwner } from '../adapters/calls/call-owner.ts';
import { setPlace } from '../adapters/calls/call-trace.ts';
import { linkedSignal } from '../adapters/calls/deadline.ts';
import { PatternBudget } from '../adapters/calls/pattern/budget.ts';
import type { AlertRuleAdmin } from '../alerts/admin.ts';
import type { Figures } from '../figures/figures.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { RequestCache, type RequestDeadline } from '../gateway/request-cache.ts';
import type { Idempotency } from '../resolvers/acts/idempotency.ts';
import type { CallerAudit } from '../resolvers/audited-operation.ts';
import type { Context } from '../resolvers/context.ts';
import type { Views } from '../resolvers/views.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { WebhookAdmin } from '../webhooks/admin.ts';
import type { AuditedRequest, AuditTrail } from './audit-trail.ts';
import type { FairScheduler } from './fair-scheduler.ts';
import { OperationPieces } from './operation-pieces.ts';

interface Shared
  extends Pick<
    Context,
    | ('figures' | 'gateway' | 'views' | 'idempotency' | 'subscriptions' | 'webhooks' | 'alerts' | 'alertRules')
    | ('schemas' | 'lookups')
  > {
  readonly trail: AuditTrail;
  /** Shares the event loop between callers; absent where calls to vendors belong to no caller. */
  readonly turns?: FairScheduler | undefined;
}

/** The request that an operation came in. */
export interface ContextRequest extends AuditedRequest {
  readonly requestId: string;
}

/** A deadline under which calls to vendors belong to a caller. */
class OwnedDeadline implements RequestDeadline {
  #signal: AbortSignal | undefined;

  constructor(
    private readonly deadline: RequestDeadline,
    private readonly caller: Caller,
    private readonly lookups: LookupShare,
    private readonly turns: FairScheduler,
    private readonly operation: number,
  ) {}

  get signal(): AbortSignal {
    if (this.#signal) return this.#signal;
    const { deadline, caller, lookups, turns, operation } = this;
    this.#signal = deadline.signal;
    setOwner(this.#signal, {
      id: caller.id,
      turn: (step) => turns.take(caller.id, step === 'ANSWER' ? operation : undefined),
      spend: (account) => lookups.take(caller, account),
    });
    return this.#signal;
  }
}

/** A deadline under which calls to vendors stand at a place of a trace. */
class RecordedDeadline implements RequestDeadline {
  #signal: AbortSignal | undefined;

  constructor(
    private readonly deadline: RequestDeadline,
    readonly place: object,
  ) {}

  get signal(): AbortSignal {
    if (this.#signal) return this.#signal;
    this.#signal = linkedSignal(this.deadline.signal).signal;
    setPlace(this.#signal, this.place);
    return this.#signal;
  }
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
  readonly alertRules: AlertRuleAdmin;
  readonly schemas: Context['schemas'];
  readonly lookups: LookupShare;
  readonly patterns = new PatternBudget();
  requestCache: RequestCache;
  readonly caller: Caller;
  readonly requestId: string;
  deadline: RequestDeadline;
  readonly audit: CallerAudit;
  /** Absent where the operation is one piece of work. */
  readonly pieces: OperationPieces | undefined;
  readonly charge: Charge | undefined;

  constructor(shared: Shared, caller: Caller, request: ContextRequest, deadline: RequestDeadline, charge?: Charge) {
    this.figures = shared.figures;
    this.gateway = shared.gateway;
    this.views = shared.views;
    this.idempotency = shared.idempotency;
    this.subscriptions = shared.subscriptions;
    this.webhooks = shared.webhooks;
    this.alerts = shared.alerts;
    this.alertRules = shared.alertRules;
    this.schemas = shared.schemas;
    this.lookups = shared.lookups;
    const { turns } = shared;
    const operation = turns?.number() ?? 0;
    this.deadline = turns ? new OwnedDeadline(deadline, caller, shared.lookups, turns, operation) : deadline;
    const turn = () => turns?.take(caller.id, operation) ?? null;
    this.pieces = turns && new OperationPieces(turn, this.deadline, () => turns.pieceMilliseconds);
    this.requestCache = new RequestCache(shared.gateway, caller, this.deadline, this.pieces);
    this.caller = caller;
    this.requestId = request.requestId;
    this.charge = charge;
    // A property, as Apollo copies the context and with it no private field.
    this.audit = shared.trail.of(caller, request);
  }

  get signal(): AbortSignal {
    return this.deadline.signal;
  }

  /** Records the further calls of this operation to vendors at a place of a trace. */
  record(place: object): void {
    this.deadline = new RecordedDeadline(this.deadline, place);
    this.requestCache = this.requestCache.under(this.deadline);
  }

  /** The same context for one field, whose calls to vendors are recorded at a place of a trace. */
  under(place: object): RequestContext {
    const field: RequestContext = Object.assign(Object.create(RequestContext.prototype), this);
    field.record(place);
    return field;
  }
}
