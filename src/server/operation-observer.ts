import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type DocumentNode, getOperationAST } from 'graphql';
import type { Log } from '../adapters/vendor.ts';
import type { SocketExecution } from '../websocket/socket-options.ts';
import type { ClientAddresses } from './client-address.ts';
import type { OperationOutcome, Telemetry } from './telemetry.ts';
import type { Tracing } from './tracing.ts';

/** Milliseconds from which an operation is logged as slow. */
const SLOW_MILLISECONDS = 5_000;

/** Name and kind of the operation that a document runs. */
export function describeOperation(
  document: DocumentNode | undefined,
  operationName: string | null | undefined,
): { name?: string; kind: string } {
  const operation = document && getOperationAST(document, operationName);
  return { name: operation?.name?.value, kind: operation?.operation ?? 'unknown' };
}

/** Whether the text of an answer has errors; every answer begins with them. */
export function hasErrors(text: string): boolean {
  return text.startsWith('{"errors"');
}

/** The record of a request while it is answered. */
export class RequestRecord {
  readonly requestId = randomUUID();
  readonly began = performance.now();

  /** `address` is that of the client. */
  constructor(readonly address: string | undefined) {}
  caller: string | undefined;
  operation: { readonly name?: string; readonly kind: string } = { kind: 'unknown' };
  /** Points that the operation may cost. */
  cost: number | undefined;
  hasErrors = false;
}

function outcomeOf(record: RequestRecord, { statusCode, writableFinished }: ServerResponse): OperationOutcome {
  if (!writableFinished) return 'aborted';
  if (statusCode >= 400) return 'refused';
  return record.hasErrors ? 'errors' : 'ok';
}

function isSlow({ kind }: RequestRecord['operation'], milliseconds: number): boolean {
  return milliseconds >= SLOW_MILLISECONDS && kind !== 'subscription';
}

/** Writes each request and socket to the log and the metrics. */
export class OperationObserver {
  constructor(
    private readonly log: Log,
    private readonly addresses: Pick<ClientAddresses, 'of'>,
    private readonly telemetry?: Telemetry,
    private readonly tracing?: Tracing,
  ) {}

  /** Begins to record a request; recorded when its response is closed. */
  request(request: IncomingMessage, response: ServerResponse): RequestRecord {
    const record = new RequestRecord(this.addresses.of(request));
    this.tracing?.begin(record.requestId, request.headers);
    response.once('close', () => this.#answered(record, response));
    return record;
  }

  /** Begins to record an operation of a socket, in a separate trace. */
  beginOfSocket(requestId: string): void {
    this.tracing?.begin(requestId, {});
  }

  /** Records an operation of a socket that ended. */
  operation(operation: RequestRecord['operation'], caller: string, execution: SocketExecution): void {
    const { requestId, cost, hasErrors, milliseconds: took } = execution;
    const outcome = hasErrors ? 'errors' : 'ok';
    this.telemetry?.operation(operation.name, operation.kind, outcome, took);
    if (requestId !== undefined) this.tracing?.end(requestId, { ...operation, outcome });
    const milliseconds = Math.round(took);
    const facts = { caller, ...operation, cost, transport: 'websocket', outcome, milliseconds };
    this.#write(requestId, facts, isSlow(operation, took), 'An operation of a WebSocket');
  }

  /** Records a socket that was closed. */
  socket(caller: string | undefined, code: number, milliseconds: number, address: string | undefined): void {
    const facts = { caller, address, code, milliseconds: Math.round(milliseconds) };
    this.log.info({ socket: facts }, 'A WebSocket was closed');
  }

  #answered(record: RequestRecord, response: ServerResponse): void {
    const { requestId, address, caller, operation, cost } = record;
    const took = performance.now() - record.began;
    const outcome = outcomeOf(record, response);
    this.telemetry?.operation(operation.name, operation.kind, outcome, took);
    this.tracing?.end(requestId, { ...operation, outcome });
    const facts = {
      caller,
      address,
      ...operation,
      cost,
      status: response.statusCode,
      outcome,
      milliseconds: Math.round(took),
    };
    this.#write(requestId, facts, isSlow(operation, took), 'A request');
  }

  #write(requestId: string | undefined, request: object, slow: boolean, subject: string): void {
    this.log[slow ? 'warn' : 'info']({ requestId, request }, `${subject} ${slow ? 'was slow' : 'was answered'}`);
  }
}
