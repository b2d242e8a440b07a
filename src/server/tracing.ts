import type { IncomingHttpHeaders } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import type { TracingSettings } from '../config/tracing.ts';
import type { LoggedEvent } from '../subscriptions/log/log.ts';

/** How an operation ended. */
export interface OperationFacts {
  readonly name?: string | undefined;
  readonly kind: string;
  readonly outcome: string;
}

/** Spans of operations, of acts, of the fields that call vendors, of these calls, and of events. */
export interface Tracing {
  /** Decides whether an operation is recorded, and begins its span, below the `traceparent` of its caller if there is one. */
  begin(requestId: string, headers: IncomingHttpHeaders): void;
  /** Ends the span of an operation. */
  end(requestId: string, facts: OperationFacts): void;
  /** Makes the root fields of a schema the parents of their vendor calls; before a plan is made from it. */
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
