import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import packageFile from '../../package.json' with { type: 'json' };
import { type VendorCall, vendorCalls } from '../adapters/calls/observe.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import type { TracingSettings } from '../config/tracing.ts';
import type { LoggedEvent } from '../subscriptions/log/log.ts';
import type { OperationTrace, Tracing } from './tracing.ts';

/** The trace of the running code. */
interface Scope extends OperationTrace {
  readonly context: Context;
  /** The field being resolved; it has a span once a vendor is called for it. */
  readonly field?: TracedField;
}

interface TracedField {
  readonly name: string;
  readonly began: number;
  span?: Span;
}

const failed = (span: Span, code: string) => span.setStatus({ code: SpanStatusCode.ERROR, message: code });

function scopeOf(span: Span): Scope {
  return {
    context: trace.setSpan(ROOT_CONTEXT, span),
    end: ({ requestId, name, kind, outcome }) => {
      span.updateName(name === undefined ? kind : `${kind} ${name}`);
      span.setAttributes({ 'graphql.operation.type': kind, 'crosspoint.outcome': outcome });
      if (name !== undefined) span.setAttribute('graphql.operation.name', name);
      if (requestId !== undefined) span.setAttribute('crosspoint.request_id', requestId);
      if (outcome !== 'ok') failed(span, outcome);
      span.end();
    },
  };
}

/** Records spans and exports them by OTLP. Attributes are keys, operations and codes only, never values of callers or vendors. */
class OtlpTracing implements Tracing {
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Tracer;
  readonly #propagator = new W3CTraceContextPropagator();
  readonly #scopes = new AsyncLocalStorage<Scope>();
  readonly #onCall = (message: unknown) => this.#called(message as VendorCall);

  constructor({ url, headers, sampleRatio, serviceName }: TracingSettings) {
    this.#provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': packageFile.version }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url, headers }))],
    });
    this.#tracer = this.#provider.getTracer('crosspoint', packageFile.version);
    vendorCalls.subscribe(this.#onCall);
  }

  run<Value>(headers: Readonly<Record<string, unknown>>, operation: () => Value): Value {
    const parent = this.#propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const span = this.#tracer.startSpan('operation', { kind: SpanKind.SERVER }, parent);
    // An operation that is not sampled runs as without tracing, since following its context costs more than a span.
    return span.isRecording() ? this.#scopes.run(scopeOf(span), operation) : operation();
  }

  current(): OperationTrace | undefined {
    return this.#scopes.getStore();
  }

  traceFields(schema: GraphQLSchema): void {
    const acts = schema.getMutationType();
    for (const type of [schema.getQueryType(), acts])
      for (const field of Object.values(type?.getFields() ?? {}))
        if (field.resolve) field.resolve = this.#traced(`${type?.name}.${field.name}`, field.resolve, type === acts);
  }

  events(added: readonly LoggedEvent[]): void {
    for (const { event } of added) {
      const [began, logged] = [Date.parse(event.occurredAt), Date.parse(event.receivedAt)];
      const attributes = { 'crosspoint.account': event.account, 'crosspoint.event.kind': event.kind };
      const options = { kind: SpanKind.CONSUMER, startTime: Math.min(began, logged), attributes, root: true };
      const span = this.#tracer.startSpan(`event ${event.kind}`, options, ROOT_CONTEXT);
      span.addEvent('received', undefined, logged);
      span.end();
    }
  }

  async close(): Promise<void> {
    vendorCalls.unsubscribe(this.#onCall);
    await this.#provider.shutdown();
  }

  /** An act always has a span, any other field when it calls a vendor. */
  #traced(name: string, resolve: GraphQLFieldResolver<unknown, unknown>, isAct: boolean): typeof resolve {
    return (...given) => {
      const scope = this.#scopes.getStore();
      if (!scope) return resolve(...given);
      const field: TracedField = { name, began: Date.now() };
      if (isAct) this.#spanOf(field, scope);
      const end = () => void field.span?.end();
      const value = this.#scopes.run({ ...scope, field }, () => resolve(...given));
      if (value instanceof Promise) void value.then(end, end);
      else end();
      return value;
    };
  }

  #spanOf(field: TracedField, { context }: Scope): Span {
    const attributes = { 'graphql.field': field.name };
    field.span ??= this.#tracer.startSpan(field.name, { startTime: field.began, attributes }, context);
    return field.span;
  }

  /** Published in the context of the operation that called, if it is sampled; shared calls stand under the first that asked. */
  #called({ account, operation, milliseconds, error }: VendorCall): void {
    const scope = this.#scopes.getStore();
    if (!scope) return;
    const parent = scope.field ? trace.setSpan(ROOT_CONTEXT, this.#spanOf(scope.field, scope)) : scope.context;
    const now = Date.now();
    const attributes = { 'crosspoint.account': account, 'crosspoint.vendor.operation': operation };
    const options = { kind: SpanKind.CLIENT, startTime: now - milliseconds, attributes };
    const span = this.#tracer.startSpan(`vendor ${operation}`, options, parent);
    if (error !== undefined) failed(span, asCrosspointError(error).code);
    span.end(now);
  }
}

/** Begins to record spans and to export them. */
export function createTracing(settings: TracingSettings): Tracing {
  return new OtlpTracing(settings);
}
