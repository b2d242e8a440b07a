import type { IncomingHttpHeaders } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { TracingSettings } from '../config/tracing.ts';
import type { LoggedEvent } from '../subscriptions/log/log.ts';

/** How an operation ended. */
interface OperationFacts {
  readonly requestId: string | undefined;
  readonly name?: string | undefined;
  readonly kind: string;
  readonly outcome: string;
}

/** The trace of one operation. */
export interface OperationTrace {
  /** Ends the span of the operation. */
  end(facts: OperationFacts): void;
}

/** Spans of operations, of acts, of the fields that call vendors, of these calls, and of events. */
export interface Tracing {
  /** Runs an operation in a span of its own, below the `traceparent` of its caller if there is one. */
  run<Value>(headers: IncomingHttpHeaders, operation: () => Value): Value;
  /** The trace of the operation that this code runs for. */
  current(): OperationTrace | undefined;
  /** Makes the root fields of a schema the parents of the vendor calls that they wait for; before a plan is made from it. */
  traceFields(schema: GraphQLSchema): void;
  /** Records the way of events from the vendor to the log. */
  events(added: readonly LoggedEvent[]): void;
  /** Exports what is recorded and ends. */
  close(): Promise<void>;
}

/** Loads the SDK and begins to record; undefined, and nothing loaded, where no export is configured. */
export async function startTracing(settings: TracingSettings | undefined): Promise<Tracing | undefined> {
  if (!settings) return undefined;
  const { createTracing } = await import('./otlp-tracing.ts');
  return createTracing(settings);
}
