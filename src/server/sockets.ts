import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { Caller } from '../access/caller.ts';
import type { Revocations } from '../access/revocation.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Configuration } from '../config/configuration.ts';
import type { LimitSettings } from '../config/limits.ts';
import type { SharedSubscriptions } from '../subscriptions/deliver/shared-subscriptions.ts';
import { ClientSocket } from '../websocket/client-socket.ts';
import type { Handshake } from '../websocket/connection.ts';
import { createSocketHandler, type SocketHandler } from '../websocket/handler.ts';
import type { SocketLimits } from '../websocket/socket-options.ts';
import type { ClientAddresses } from './client-address.ts';
import { paceConnection } from './connection-cost.ts';
import { chargeFor, type EndpointParts } from './graphql.ts';
import { errorsFor, INTROSPECTION_REFUSED, mayIntrospect, ownSchemaFor, paceIntrospection } from './introspection.ts';
import { describeOperation } from './operation-observer.ts';
import type { Origins } from './origins.ts';
import { hashIn, NOT_IN_LIST, NOT_IN_LIST_MESSAGE } from './persisted-documents.ts';
import { localPath } from './public-path.ts';
import { subscriptionExecutor } from './subscriptions.ts';

/** The parts of the HTTP endpoint and those of sockets, so that both pass the same gate. */
interface SocketParts extends Omit<EndpointParts, 'configuration'> {
  readonly subscriptions: SharedSubscriptions;
  /** The path of `publicUrl`. */
  readonly base: string;
  /** Sockets of callers revoked here are closed with 4403. */
  readonly revocations?: Revocations;
  /** Pages of other origins may open no socket. */
  readonly origins: Origins;
  readonly addresses: ClientAddresses;
  readonly configuration: Pick<Configuration, 'limits' | 'introspection'>;
}

const PROTOCOL = 'graphql-transport-ws';

/** The credential of a socket: in its connection parameters, whose names any case may have, or in the handshake's header. */
function authorizationOf(parameters: Readonly<Record<string, unknown>>, request: Handshake): string | undefined {
  const [, given] = Object.entries(parameters).find(([name]) => name.toLowerCase() === 'authorization') ?? [];
  return typeof given === 'string' ? given : request.authorization;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** The text a payload asks for, by the list of documents if there is one; null where that does not have it. */
function textOf({ list }: SocketParts, payload: SubscribePayload & { documentId?: unknown }): string | null {
  const { query, extensions, documentId } = payload;
  if (!list) return query;
  const id = typeof documentId === 'string' ? documentId : undefined;
  // The protocol always requires a query; it is empty where the document is named otherwise.
  return list.find({ text: query, documentId: id, hash: hashIn(extensions) });
}

/** Says why a document does not run: the same words as over HTTP. */
function validator(parts: SocketParts) {
  const { documents, configuration, turns } = parts;
  return async (payload: SubscribePayload, caller: Caller): Promise<readonly GraphQLError[]> => {
    const turn = () => turns?.take(caller.id) ?? null;
    await turn();
    const text = textOf(parts, payload);
    if (text === null) return [new GraphQLError(NOT_IN_LIST_MESSAGE, { extensions: { code: NOT_IN_LIST } })];
    const read = (characters: number) => turns?.takeToRead(caller.id, characters) ?? null;
    const prepared = await documents.prepareInPieces(text, turn, read);
    if (prepared.errors) return errorsFor(parts, caller, prepared.errors);
    const isOpen = !prepared.introspects || mayIntrospect(configuration, caller);
    if (!isOpen && !ownSchemaFor(parts, prepared, payload.operationName, caller))
      return [new GraphQLError(INTROSPECTION_REFUSED, { extensions: { code: 'PERMISSION_DENIED' } })];
    const pause = paceIntrospection(turns, caller, prepared, text);
    if (pause) await pause;
    return [];
  };
}

/** The sockets of an HTTP server. */
export interface Sockets extends Pick<SocketHandler, 'close' | 'count' | 'revoke'> {
  /** Puts other limits in force, of which the size of a message counts for sockets that open from now on. */
  setLimits(limits: LimitSettings): void;
}

function limitsOf(limits: LimitSettings): Partial<SocketLimits> {
  const { subscriptionsPerSocket, socketsPerCaller, operationMilliseconds } = limits;
  return { subscriptions: subscriptionsPerSocket, perCaller: socketsPerCaller, operation: operationMilliseconds };
}

/** Serves graphql-ws at /graphql of an HTTP server. */
export function attachSockets(server: Server, parts: SocketParts): Sockets {
  const { subscriptions, documents, authenticate, log, configuration, pressure } = parts;
  const limits = limitsOf(configuration.limits);
  const handler = createSocketHandler({
    ...subscriptionExecutor(parts),
    ...{ subscriptions, log, limits, revocations: parts.revocations },
    onExecuted: ({ document, operationName, viewer }, execution) =>
      parts.observer.operation(describeOperation(document, operationName), viewer.id, execution),
    onBegun: (requestId) => parts.observer.beginOfSocket(requestId),
    onClosed: (viewer, ...closed) => parts.observer.socket(viewer?.id, ...closed),
    addressOf: (request) => parts.addresses.of(request),
    authenticate: async (parameters, request) => {
      const caller = await authenticate(authorizationOf(parameters, request));
      await paceConnection(parts.turns, caller.id, request.socket);
      return caller;
    },
    validate: validator(parts),
    parse: (payload) => {
      const { document } = documents.prepare(textOf(parts, payload) ?? '');
      if (!document) throw new Error('the document was not found valid');
      return document;
    },
    schemaFor: (payload, viewer) => {
      const text = textOf(parts, payload);
      return ownSchemaFor(parts, text === null ? null : documents.prepare(text), payload.operationName, viewer);
    },
    charge: (payload, viewer) => {
      if (pressure?.overload) throw new CrosspointError('UNAVAILABLE', pressure.overload.message);
      const text = textOf(parts, payload);
      const prepared = text === null ? null : documents.prepare(text);
      return chargeFor(parts, prepared, payload.operationName ?? undefined, viewer);
    },
  });
  const sockets = new WebSocketServer({
    // The connections are in the registry of the handler.
    ...{ noServer: true, WebSocket: ClientSocket, clientTracking: false },
    ...{ maxPayload: configuration.limits.frameBytes, perMessageDeflate: false },
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (localPath(request.url, parts.base) !== '/graphql') return refuse(socket, '404 Not Found');
    if (!parts.origins.acceptsHost(request)) return refuse(socket, '421 Misdirected Request');
    if (!parts.origins.accepts(request)) return refuse(socket, '403 Forbidden');
    if (pressure?.overload) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (opened) => handler.accept(opened, request));
  });
  const setLimits = (changed: LimitSettings) => {
    handler.limit(limitsOf(changed));
    sockets.options.maxPayload = changed.frameBytes;
  };
  return { ...handler, setLimits };
}
