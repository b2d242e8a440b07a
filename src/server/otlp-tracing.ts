import type { IncomingHttpHeaders } from 'node:http';
import {
  type Context,
  defaultTextMapGetter,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import packageFile from '../../package.json' with { type: 'json' };
import { type VendorCall, vendorCallStarts, vendorCalls, vendorHeaders } from '../adapters/calls/observe.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import type { TracingSettings } from '../config/tracing.ts';
import type { LoggedEvent } from '../subscriptions/log/log.ts';
import { type TracedField, type TraceScope, TraceScopes } from './trace-scopes.ts';
import type { OperationFacts, Tracing } from './tracing.ts';

const failed = (span: Span, code: string) => span.setStatus({ code: SpanStatusCode.ERROR, message: code });

const propagator = new W3CTraceContextPropagator();
const toList = { set: (list: string[], name: string, value: string) => void list.push(name, value) };

/** Records spans and exports them by OTLP. Attributes are keys, operations and codes only, never values of callers or vendors. */
class OtlpTracing implements Tracing {
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Tracer;
  readonly #sampleRatio: number;
  readonly #scopes = new TraceScopes();
  /** Spans of the recorded operations that run, by the request id. */
  readonly #operations = new Map<string, Span>();
  readonly #calls = new WeakMap<object, Span>();
  readonly #onCallStart = (message: unknown) => this.#callStarted(message as VendorCall);
  readonly #onCallEnd = (message: unknown) => this.#callEnded(message as VendorCall);
  readonly #onHeaders = (list: unknown) => this.#addHeaders(list as string[]);

  constructor({ url, headers, sampleRatio, serviceName, toVendors }: TracingSettings) {
    this.#sampleRatio = sampleRatio;
    this.#provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': packageFile.version }),
      // Sampled before, so that an operation that is not recorded costs no span.
      sampler: new AlwaysOnSampler(),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url, headers }))],
    });
    this.#tracer = this.#provider.getTracer('crosspoint', packageFile.version);
    vendorCallStarts.subscribe(this.#onCallStart);
    vendorCalls.subscribe(this.#onCallEnd);
    if (toVendors) vendorHeaders.subscribe(this.#onHeaders);
  }

  begin(requestId: string, headers: IncomingHttpHeaders): void {
    const parent = this.#parentOf(headers);
    if (!parent) return;
    const attributes = { 'crosspoint.request_id': requestId };
    this.#operations.set(requestId, this.#tracer.startSpan('operation', { kind: SpanKind.SERVER, attributes }, parent));
  }

  execute<Value>(requestId: string, execution: () => Value): Value {
    const span = this.#operations.get(requestId);
    return span ? this.#scopes.run({ context: trace.setSpan(ROOT_CONTEXT, span) }, execution) : execution();
  }

  end(requestId: string, { name, kind, outcome }: OperationFacts): void {
    const span = this.#operations.get(requestId);
    if (!span) return;
    this.#operations.delete(requestId);
    span.updateName(name === undefined ? kind : `${kind} ${name}`);
    span.setAttributes({ 'graphql.operation.type': kind, 'crosspoint.outcome': outcome });
    if (name !== undefined) span.setAttribute('graphql.operation.name', name);
    if (outcome !== 'ok') failed(span, outcome);
    span.end();
  }

  traceFields(schema: GraphQLSchema): void {
    const acts = schema.getMutationType();
    for (const type of [schema.getQueryType(), acts])
      for (const field of Object.values(type?.getFields() ?? {}))
        if (field.resolve) field.resolve = this.#traced(`${type?.name}.${field.name}`, field.resolve, type === acts);
  }

  events(added: readonly LoggedEvent[]): void {
    for (const { event } of added) {
      if (!this.#isSampled()) continue;
      const [began, logged] = [Date.parse(event.occurredAt), Date.parse(event.receivedAt)];
      const attributes = { 'crosspoint.account': event.account, 'crosspoint.event.kind': event.kind };
      const options = { kind: SpanKind.CONSUMER, startTime: Math.min(began, logged), attributes, root: true };
      const span = this.#tracer.startSpan(`event ${event.kind}`, options, ROOT_CONTEXT);
      span.addEvent('received', undefined, logged);
      span.end();
    }
  }

  async close(): Promise<void> {
    vendorHeaders.unsubscribe(this.#onHeaders);
    vendorCalls.unsubscribe(this.#onCallEnd);
    vendorCallStarts.unsubscribe(this.#onCallStart);
    await this.#provider.shutdown();
  }

  #isSampled(): boolean {
    return this.#sampleRatio === 1 || Math.random() < this.#sampleRatio;
  }

  /** The parent context of an operation; undefined where it is not recorded. The caller decides if it sends a `traceparent`. */
  #parentOf(headers: IncomingHttpHeaders): Context | undefined {
    if (headers.traceparent !== undefined) {
      const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const context = trace.getSpanContext(parent);
      if (context && isSpanContextValid(context)) return context.traceFlags & TraceFlags.SAMPLED ? parent : undefined;
    }
    return this.#isSampled() ? ROOT_CONTEXT : undefined;
  }

  /** An act always has a span, any other field when it calls a vendor. */
  #traced(name: string, resolve: GraphQLFieldResolver<unknown, unknown>, isAct: boolean): typeof resolve {
    return (...given) => {
      const scope = this.#scopes.current();
      if (!scope) return resolve(...given);
      const field: TracedField = { name, began: Date.now() };
      if (isAct) this.#spanOf(field, scope);
      const end = () => void field.span?.end();
      const value = this.#scopes.run({ context: scope.context, field }, () => resolve(...given));
      if (value instanceof Promise) void value.then(end, end);
      else end();
      return value;
    };
  }

  #spanOf(field: TracedField, { context }: TraceScope): Span {
    const attributes = { 'graphql.field': field.name };
    field.span ??= this.#tracer.startSpan(field.name, { startTime: field.began, attributes }, context);
    return field.span;
  }

  /** Begins the span of a recorded operation's vendor call; a shared call stands under the first operation that needs it. */
  #callStarted(call: VendorCall): void {
    const scope = this.#scopes.current();
    if (!scope) return;
    const parent = scope.field ? trace.setSpan(ROOT_CONTEXT, this.#spanOf(scope.field, scope)) : scope.context;
    const attributes = { 'crosspoint.account': call.account, 'crosspoint.vendor.operation': call.operation };
    const span = this.#tracer.startSpan(`vendor ${call.operation}`, { kind: SpanKind.CLIENT, attributes }, parent);
    this.#calls.set(call, span);
    call.within = (run) => this.#scopes.run({ ...scope, call: span }, run);
  }

  #callEnded(call: VendorCall): void {
    const span = this.#calls.get(call);
    if (!span) return;
    if (call.error !== undefined) failed(span, asCrosspointError(call.error).code);
    span.end();
  }

  #addHeaders(list: string[]): void {
    const span = this.#scopes.current()?.call;
    if (span) propagator.inject(trace.setSpan(ROOT_CONTEXT, span), list, toList);
  }
}

/** Begins to record spans and to export them. */
export function createTracing(settings: TracingSettings): Tracing {
  return new OtlpTracing(settings);
}
