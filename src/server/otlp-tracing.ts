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
import { placeOf } from '../adapters/calls/call-trace.ts';
import {
  type VendorCall,
  type VendorHeaders,
  vendorCallStarts,
  vendorCalls,
  vendorHeaders,
} from '../adapters/calls/observe.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import type { TracingSettings } from '../config/tracing.ts';
import type { LoggedEvent } from '../subscriptions/log/log.ts';
import { RequestContext } from './request-context.ts';
import { RunningActs, type TracedField, type TracedOperation } from './trace-scopes.ts';
import type { OperationFacts, Tracing } from './tracing.ts';

const failed = (span: Span, code: string) => span.setStatus({ code: SpanStatusCode.ERROR, message: code });

/** The span of a recorded vendor call. */
interface RecordedCall {
  readonly call: Span;
}

/** Where a vendor call begins: in a field, in an operation beside its root fields, or in another call. */
type Place = TracedField | TracedOperation | RecordedCall;

const propagator = new W3CTraceContextPropagator();
const toList = { set: (list: string[], name: string, value: string) => void list.push(name, value) };

/** Records spans and exports them by OTLP. Attributes are keys, operations and codes only, never values of callers or vendors. */
class OtlpTracing implements Tracing {
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Tracer;
  readonly #sampleRatio: number;
  readonly #acts = new RunningActs();
  /** The recorded operations that run, by the request id. */
  readonly #operations = new Map<string, TracedOperation>();
  readonly #calls = new WeakMap<object, Span>();
  readonly #onCallStart = (message: unknown) => this.#callStarted(message as VendorCall);
  readonly #onCallEnd = (message: unknown) => this.#callEnded(message as VendorCall);
  readonly #onHeaders = (message: unknown) => addHeaders(message as VendorHeaders);

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
    const span = this.#tracer.startSpan('operation', { kind: SpanKind.SERVER, attributes }, parent);
    this.#operations.set(requestId, { span, context: trace.setSpan(ROOT_CONTEXT, span), fields: [] });
  }

  end(requestId: string, { name, kind, outcome }: OperationFacts): void {
    const operation = this.#operations.get(requestId);
    if (!operation) return;
    this.#operations.delete(requestId);
    const { span, fields } = operation;
    for (const field of fields) endField(field);
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
    return (source, given, context, info) => {
      const operation = this.#operations.get((context as Partial<RequestContext>).requestId ?? '');
      if (!operation || !(context instanceof RequestContext)) return resolve(source, given, context, info);
      const field: TracedField = { name, began: Date.now(), operation };
      if (operation.fields.push(field) === 1) context.record(operation);
      const run = () => resolve(source, given, context.under(field), info);
      if (isAct) this.#spanOf(field);
      const value = isAct ? this.#acts.run(field, run) : run();
      const end = () => endField(field);
      if (value instanceof Promise) void value.then(end, end);
      return value;
    };
  }

  #spanOf(field: TracedField): Span {
    const attributes = { 'graphql.field': field.name };
    field.span ??= this.#tracer.startSpan(field.name, { startTime: field.began, attributes }, field.operation.context);
    return field.span;
  }

  /** Begins the span of a recorded operation's vendor call; a shared call stands under the first operation that needs it. */
  #callStarted(call: VendorCall): void {
    const place = (placeOf(call.signal) ?? this.#acts.current()) as Place | undefined;
    if (!place) return;
    const attributes = { 'crosspoint.account': call.account, 'crosspoint.vendor.operation': call.operation };
    const options = { kind: SpanKind.CLIENT, attributes };
    const span = this.#tracer.startSpan(`vendor ${call.operation}`, options, this.#contextOf(place));
    this.#calls.set(call, span);
    call.place = { call: span } satisfies RecordedCall;
  }

  /** A call of a nested field stands under its root field, where there is only one. */
  #contextOf(place: Place): Context {
    if ('call' in place) return trace.setSpan(ROOT_CONTEXT, place.call);
    if ('operation' in place) return trace.setSpan(ROOT_CONTEXT, this.#spanOf(place));
    const [only, ...more] = place.fields;
    return only && more.length === 0 ? this.#contextOf(only) : place.context;
  }

  #callEnded(call: VendorCall): void {
    const span = this.#calls.get(call);
    if (!span) return;
    if (call.error !== undefined) failed(span, asCrosspointError(call.error).code);
    span.end();
  }
}

/** A field that calls a vendor after its resolver has ended, for a nested field, ends with its operation. */
function endField({ span }: TracedField): void {
  if (span?.isRecording()) span.end();
}

function addHeaders({ list, place }: VendorHeaders): void {
  const { call } = place as Partial<RecordedCall>;
  if (call) propagator.inject(trace.setSpan(ROOT_CONTEXT, call), list, toList);
}

/** Begins to record spans and to export them. */
export function createTracing(settings: TracingSettings): Tracing {
  return new OtlpTracing(settings);
}
