/**
 * A SOAP vendor on its wire, from its contract: node-soap's server behind a real HTTP one, requests read as strictly as
 * the vendors read them, answers written as the vendors write them.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Contract, Fault } from '../adapters/contract.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Style } from '../adapters/soap/envelope.ts';
import { parseXml, type XmlElement } from '../adapters/xml/tree.ts';
import type { FaultInjector } from './simulator.ts';
import { type AnswerStyle, encodeFault, encodeResult, type FaultDetail, faultDocument } from './soap/answer.ts';
import { RefusedLogin, SimulatedFault } from './soap/fault.ts';
import { FaultSchedule, injectFault } from './soap/fault-injector.ts';
import { addressOf, bodyOf, closed, failed, listening } from './soap/http.ts';
import { readSoapBody } from './soap/multipart.ts';
import { NodeSoapServer } from './soap/node-soap-server.ts';
import { credentials, type SimulatedRequest, type SoapRequest, understandRequest } from './soap/request.ts';
import { contractWsdl, operationName } from './soap/wsdl.ts';

export { RefusedLogin, SimulatedFault } from './soap/fault.ts';
export type { SimulatedRequest } from './soap/request.ts';

/** The parts of a vendor's simulated service. */
interface SoapSimulatorParts {
  readonly contract: Contract;
  readonly namespace: string;
  readonly style: Style;
  /** Path of the service; a pattern where one server carries several. */
  readonly path: string | RegExp;
  /** Throws `RefusedLogin` or a fault when these credentials are none. */
  authorize?(request: SimulatedRequest): void;
  /** Throws a fault where the vendor does not publish its WSDL for this query. */
  authorizeWsdl?(query: URLSearchParams): void;
  /** Answers an operation with a value of its contract; throws `SimulatedFault` for the vendor's fault. */
  answer(operation: string, input: Readonly<Record<string, unknown>>, request: SimulatedRequest): unknown;
  /** Refuses elements out of the contract's order, as the vendor does that checks it; taken in any order by default. */
  readonly strictOrder?: boolean;
  /** Writes a list without items as one empty child; without a child by default. */
  readonly emptyChild?: boolean;
  /** Content of a fault's detail. Default: the fault. */
  readonly faultDetail?: FaultDetail;
  /** Prefix of `xsi:type` values; `ns2` by default. */
  readonly typePrefix?: string;
  /** Zone in which times without an offset are written; UTC by default. */
  readonly timeZone?: string;
  /** A cookie on the first answer, gzip for long answers, and access from any web origin, as Five9's front end answers (WIRE.md). */
  readonly frontEnd?: boolean;
}

/** Where a simulated service listens. */
interface SoapSimulatorOptions {
  readonly port: number;
  readonly host?: string;
}

/** A running service. */
export interface RunningSoapSimulator {
  readonly port: number;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly received: ReadonlyMap<string, number>;
  trouble(trouble: FaultInjector | null): void;
  close(): Promise<void>;
}

const NOTHING = Buffer.alloc(0);
/** The preflight request of a browser before it posts a SOAP document with credentials. */
const PREFLIGHT = {
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type, soapaction',
  'access-control-max-age': '86400',
};

/** Starts a simulated service and answers when it listens. */
export async function startSoapSimulator(
  parts: SoapSimulatorParts,
  { port, host = '127.0.0.1' }: SoapSimulatorOptions,
): Promise<RunningSoapSimulator> {
  const service = new SimulatedService(parts);
  const server = createServer((request, response) => {
    service.serve(request, response).catch((error: unknown) => failed(response, error));
  });
  await listening(server, port, host);
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    port: (server.address() as AddressInfo).port,
    origin,
    received: service.received,
    trouble: (trouble) => service.troubles.want(trouble),
    close: () => closed(server),
  };
}

/** A request before its document is read. */
type Arrived = Omit<SimulatedRequest, 'userName' | 'password'>;

/** One call on its way through node-soap. */
interface Pending {
  /** Absent where the request itself was refused. */
  readonly request: SoapRequest | undefined;
  readonly refusal: unknown;
  readonly forced: 200 | 500 | undefined;
}

function asFault(thrown: unknown): unknown {
  return thrown instanceof CrosspointError ? new SimulatedFault('', 'unreadable request') : thrown;
}

function readDocument(xml: string): { document?: XmlElement; unreadable?: unknown } {
  try {
    return { document: parseXml(xml) };
  } catch (thrown) {
    return { unreadable: asFault(thrown) };
  }
}

class SimulatedService {
  readonly received = new Map<string, number>();
  readonly troubles = new FaultSchedule();
  private readonly style: AnswerStyle;
  private readonly faults: readonly Fault[];
  private readonly pending = new WeakMap<object, Pending>();
  private readonly carrier: NodeSoapServer;

  constructor(private readonly parts: SoapSimulatorParts) {
    const { namespace, typePrefix = 'ns2', timeZone = 'UTC' } = parts;
    const { emptyChild, faultDetail } = parts;
    this.style = { namespace, typePrefix, timeZone, emptyChild, faultDetail };
    this.faults = Object.values(parts.contract.operations).flatMap(({ faults }) => faults);
    const wsdl = this.wsdl('http://localhost/');
    this.carrier = new NodeSoapServer(parts.contract, wsdl, (headers) => this.answer(headers));
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = addressOf(request);
    if (!this.isHere(url.pathname)) return void response.writeHead(404).end();
    if (request.method === 'GET' && /[?&]wsdl(?:&|=|$)/i.test(url.search))
      return this.describe(url, request.headers.host ?? 'localhost', response);
    if (this.parts.frontEnd) response.setHeader('access-control-allow-origin', '*');
    if (this.parts.frontEnd && request.method === 'OPTIONS') return void response.writeHead(200, PREFLIGHT).end();
    if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
    const gone = new AbortController();
    response.once('close', () => response.writableFinished || gone.abort());
    const { xml, attachments } = readSoapBody(await bodyOf(request), request.headers['content-type']);
    const arrived = { path: url.pathname, headers: request.headers, signal: gone.signal, attachments };
    await this.call(xml, arrived, response);
  }

  private describe({ pathname, searchParams }: URL, host: string, response: ServerResponse): void {
    const answer = (status: number, text: string) =>
      void response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' }).end(text);
    try {
      this.parts.authorizeWsdl?.(searchParams);
      answer(200, this.wsdl(`http://${host}${pathname}`));
    } catch (thrown) {
      answer(403, faultDocument(encodeFault(thrown, undefined, this.faults, this.style)));
    }
  }

  private wsdl(url: string): string {
    const { contract, namespace, style } = this.parts;
    return contractWsdl(contract, { namespace, style, url });
  }

  private isHere(path: string): boolean {
    return typeof this.parts.path === 'string' ? path === this.parts.path : this.parts.path.test(path);
  }

  private async call(xml: string, from: Arrived, response: ServerResponse) {
    const read = this.read(xml, from);
    const name = read.request?.name ?? '';
    if (read.request) this.received.set(name, (this.received.get(name) ?? 0) + 1);
    if (read.refusal instanceof RefusedLogin) return refuseLogin(response);
    const trouble = this.troubles.take(name);
    // A service that answers as out of order has done nothing; any other failure follows the change.
    if (trouble === 'unavailable') return void injectFault(trouble, response, NOTHING);
    const forced = trouble === 'fault-200' ? 200 : trouble === 'fault-500' ? 500 : undefined;
    const { body, status } = await this.carry({ ...read, forced });
    if (!response.destroyed && !injectFault(trouble, response, body)) this.send(response, from, body, status);
  }

  /** Refused credentials take precedence over a malformed request: the vendors' front ends check them first. */
  private read(xml: string, from: Arrived): Omit<Pending, 'forced'> {
    const { document, unreadable } = readDocument(xml);
    const refusal = document || from.headers.authorization !== undefined ? this.refusalOf(document, from) : null;
    if (!document) return { request: undefined, refusal: refusal ?? unreadable };
    try {
      return { request: understandRequest(document, this.parts.contract, this.parts, from), refusal };
    } catch (thrown) {
      return { request: undefined, refusal: refusal ?? asFault(thrown) };
    }
  }

  private refusalOf(document: XmlElement | undefined, from: Arrived): unknown {
    try {
      this.parts.authorize?.({ ...from, ...credentials(document, from.headers) });
      return null;
    } catch (refusal) {
      return refusal;
    }
  }

  /** The key by which `answer` finds the call again is the headers object, which node-soap hands through. */
  private carry(pending: Pending) {
    const key = {};
    this.pending.set(key, pending);
    return this.carrier.process(this.dispatchable(pending.request), key);
  }

  /** A plain request for node-soap to dispatch in place of the one already read: it knows fewer forms than clients write. */
  private dispatchable(request: SoapRequest | undefined): string {
    const [first] = Object.entries(this.parts.contract.operations);
    const [name, row] = request ? [request.name, request.row] : (first ?? []);
    const tag = name !== undefined && row ? operationName(name, row) : 'none';
    const body = `<ns2:${tag} xmlns:ns2="${this.parts.namespace}"/>`;
    return `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>${body}</env:Body></env:Envelope>`;
  }

  private async answer(headers: object): Promise<{ _xml: string }> {
    const { request, refusal, forced } = this.pending.get(headers) ?? { refusal: new Error('unknown call') };
    try {
      if (!request || refusal) throw refusal;
      if (forced) throw new SimulatedFault(this.faultOf(request.row), 'Simulated trouble', {}, forced);
      const value = await this.parts.answer(request.name, request.input, request.from);
      return { _xml: encodeResult(operationName(request.name, request.row), request.row, value, this.style) };
    } catch (thrown) {
      throw encodeFault(thrown, request?.row, this.faults, this.style);
    }
  }

  private faultOf({ faults: [usual] }: SoapRequest['row']): string {
    return this.troubles.fault ?? usual?.name ?? '';
  }

  private send(response: ServerResponse, { headers }: Pick<SimulatedRequest, 'headers'>, body: Buffer, status: number) {
    response.statusCode = status;
    response.setHeader('content-type', 'text/xml; charset=utf-8');
    if (!this.parts.frontEnd) return response.end(body);
    if (!headers.cookie) response.setHeader('set-cookie', 'clientId=F1C0FFEE; Path=/; Secure; HttpOnly');
    if (body.length < 2048 || !/\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))) return response.end(body);
    return response.setHeader('content-encoding', 'gzip').end(gzipSync(body));
  }
}

function refuseLogin(response: ServerResponse): void {
  response.writeHead(401, { 'content-type': 'text/html', 'www-authenticate': 'Basic realm="simulated"' });
  response.end('<!DOCTYPE html><html><body><h1>Unauthorized</h1></body></html>');
}
