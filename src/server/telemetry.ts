import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { type VendorCall, vendorCalls } from '../adapters/calls/observe.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import type { LoggedEvent } from '../subscriptions/log/log.ts';
import { BoundedNames } from './bounded-names.ts';

/** How an operation ended: answered, answered with errors, refused before it ran, or left by its client. */
export type OperationOutcome = 'ok' | 'errors' | 'refused' | 'aborted';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The counts of the events of one account and kind. */
interface EventPlace {
  readonly account: string;
  readonly kind: string;
  readonly count: Counter.Internal;
  readonly lag: Histogram.Internal<string>;
}

/** Counts and times operations, vendor calls and events of one gateway for `/metrics`. */
export class Telemetry {
  readonly #registry = new Registry();
  readonly #operationNames = new BoundedNames();
  readonly #vendorOperations = new BoundedNames();
  readonly #accountNames = new BoundedNames();
  readonly #operations = this.#counter('operations_total', 'Operations of callers, by name, kind and outcome.', [
    ...['operation', 'kind', 'outcome'],
  ]);
  readonly #operationSeconds = this.#histogram('operation_seconds', 'Time until queries and mutations were answered.', [
    'kind',
  ]);
  readonly #errors = this.#counter('errors_total', 'Errors in answers, by code.', ['code']);
  readonly #calls = this.#counter('vendor_calls_total', 'Exchanges with vendors, by outcome: ok or the code.', [
    ...['account', 'operation', 'outcome'],
  ]);
  readonly #callSeconds = this.#histogram('vendor_call_seconds', 'Time until a vendor answered.', ['account']);
  readonly #events = this.#counter('events_total', 'Events in the log, by account and kind.', ['account', 'kind']);
  readonly #eventLag = this.#histogram('event_lag_seconds', 'Time from an event at the vendor to the log.', [
    'account',
  ]);
  readonly #onCall = (message: unknown) => this.#called(message as VendorCall);

  /** `accounts` has the keys of this gateway's accounts. */
  constructor(private readonly accounts: { has(key: string): boolean }) {
    collectDefaultMetrics({ register: this.#registry });
    vendorCalls.subscribe(this.#onCall);
  }

  /** An operation that ended; subscriptions count but are not timed. */
  operation(name: string | undefined, kind: string, outcome: OperationOutcome, milliseconds: number): void {
    const operation = this.#operationNames.bound(name ?? 'anonymous');
    this.#operations.inc({ operation, kind, outcome });
    if (kind !== 'subscription') this.#operationSeconds.observe({ kind }, milliseconds / 1_000);
  }

  /** An error that an answer carries. */
  error(code: string): void {
    this.#errors.inc({ code });
  }

  /** Events that were added to the log; most that are added together are of one account and kind, whose labels are looked up once. */
  events(added: readonly LoggedEvent[]): void {
    let place: EventPlace | undefined;
    let equal = 0;
    for (const { event } of added) {
      const { account, kind } = event;
      if (place?.account !== account || place.kind !== kind) {
        place?.count.inc(equal);
        [place, equal] = [this.#eventPlace(account, kind), 0];
      }
      equal += 1;
      const lag = lagOf(event);
      if (lag >= 0) place.lag.observe(lag / 1_000);
    }
    place?.count.inc(equal);
  }

  #eventPlace(account: string, kind: string): EventPlace {
    const name = this.#accountNames.bound(account);
    const [count, lag] = [this.#events.labels({ account: name, kind }), this.#eventLag.labels({ account: name })];
    return { account, kind, count, lag };
  }

  /** Everything counted, in the text format that Prometheus reads. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  close(): void {
    vendorCalls.unsubscribe(this.#onCall);
    this.#registry.clear();
  }

  #called({ account: key, operation, milliseconds, error }: VendorCall): void {
    if (!this.accounts.has(key)) return;
    const account = this.#accountNames.bound(key);
    const outcome = error === undefined ? 'ok' : asCrosspointError(error).code;
    this.#calls.inc({ account, operation: this.#vendorOperations.bound(operation), outcome });
    this.#callSeconds.observe({ account }, milliseconds / 1_000);
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `crosspoint_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #histogram<Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> {
    const options = { name: `crosspoint_${name}`, help, labelNames, buckets: SECONDS };
    return new Histogram({ ...options, registers: [this.#registry] });
  }
}

/** Milliseconds from an event at the vendor to its reception; negative where the vendor's clock is ahead. */
function lagOf({ occurredAt, receivedAt }: LoggedEvent['event']): number {
  return occurredAt === receivedAt ? 0 : Date.parse(receivedAt) - Date.parse(occurredAt);
}
