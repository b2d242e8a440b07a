import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../access/caller.ts';
import { rootScope } from '../access/policy.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import type { Vendor } from '../adapters/vendor.ts';
import { builtInTools, READ_EVENTS } from '../mcp/built-in.ts';
import { eventsResource, schemaResource } from '../mcp/resources.ts';
import type { ToolRunner } from '../mcp/run.ts';
import type { McpOffer } from '../mcp/server.ts';
import { type Tool, type ToolDeclaration, toolOf } from '../mcp/tool.ts';
import { RefusedBody, readJsonBody } from './body.ts';
import type { ClientAddresses } from './client-address.ts';
import { paceConnection } from './connection-cost.ts';
import { UNKNOWN_CALLER } from './fair-scheduler.ts';
import type { EndpointParts } from './graphql.ts';
import { chargeFor } from './graphql.ts';
import { endWithRights } from './operation-rights.ts';
import type { ContextRequest } from './request-context.ts';
import { ClientDeadline } from './request-deadline.ts';
import { refusalResult, sendErrors, sendOverload } from './responses.ts';
import { sendFailure } from './send-failure.ts';
import { errorFormatter } from './subscriptions.ts';
import { countFor } from './untaken-answers.ts';

/** The parts of the HTTP endpoint and those of the Model Context Protocol, so that both pass the same gate. */
interface McpParts extends EndpointParts {
  readonly vendors: readonly Vendor[];
  readonly version: string;
  readonly addresses: ClientAddresses;
  /** Tools of listed documents; they are the only ones where the gateway runs listed documents only. */
  readonly declared: readonly ToolDeclaration[];
  /** Whether a caller may read any of the schema. */
  mayReadSchema(caller: Caller): boolean;
  /** The unified plane in the schema definition language, as far as a caller may use it; null where it may not be read. */
  unifiedSchema(caller: Caller): string | null;
  /** The challenge of a 401 answer, which names where to get a token; null without an issuer of tokens. */
  challenge(): string | null;
  /** The cursor before every event appended since a time. */
  cursorAt(time: Date): string;
}

/** Answers requests to `/mcp`. */
export type McpEndpoint = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Completes the declarations. Throws naming the tool whose document the schema or the limits refuse. */
function toolsOf({ schema, documents, vendors, list, declared }: McpParts): Tool[] {
  const declarations = list ? declared : [...builtInTools(schema), ...declared];
  return declarations.map((declaration) => {
    const { document, errors } = documents.prepare(declaration.document);
    if (!document) throw new Error(`the tool ${declaration.name} cannot run: ${errors?.[0]?.message}`);
    return toolOf(declaration, document, schema, (field) => rootScope(field, vendors));
  });
}

function offerOf(parts: McpParts): McpOffer {
  const tools = toolsOf(parts);
  const readEvents = tools.find(({ name }) => name === READ_EVENTS);
  const resources = [
    schemaResource(parts.mayReadSchema, parts.unifiedSchema),
    ...(readEvents ? [eventsResource(readEvents, parts.cursorAt)] : []),
  ];
  return { version: parts.version, tools, resources };
}

function runnerFor(parts: McpParts, request: ContextRequest, deadline: ClientDeadline): ToolRunner {
  return {
    schema: parts.schema,
    contextFor: (caller, charge) => parts.contextFor(caller, request, deadline, charge),
    charge: ({ document }, caller) => chargeFor(parts, parts.documents.prepare(document), undefined, caller),
    formatError: errorFormatter(parts),
  };
}

async function refuse(parts: McpParts, response: ServerResponse, requestId: string, caller: string, thrown: unknown) {
  await parts.turns?.takeUncharged(caller);
  const challenge = asCrosspointError(thrown).code === 'UNAUTHENTICATED' ? parts.challenge() : null;
  if (challenge) response.setHeader('www-authenticate', challenge);
  sendFailure(parts, response, requestId, thrown);
}

/** Makes the endpoint; what speaks the protocol is loaded with the first request. */
export function createMcpEndpoint(parts: McpParts): McpEndpoint {
  let offer: McpOffer | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse, requestId: string) => {
    const caller = await parts.authenticate(request.headers.authorization);
    countFor(response, caller.id);
    await paceConnection(parts.turns, caller.id, request.socket);
    if (response.destroyed) return;
    const deadline = new ClientDeadline(response, parts.configuration.limits.operationMilliseconds);
    const run = async () => {
      const body = await readJsonBody(request, parts.configuration.limits.bodyBytes);
      // A batch would be many operations that count as one.
      if (Array.isArray(body)) throw new RefusedBody(400, 'Send one message at a time');
      if (deadline.isAborted) return;
      await parts.turns?.take(caller.id);
      deadline.begin();
      const { answerMcp } = await import('../mcp/server.ts');
      offer ??= offerOf(parts);
      await answerMcp(offer, runnerFor(parts, { requestId, address: parts.addresses.of(request) }, deadline), caller, {
        request,
        response,
        body,
      });
    };
    const release = endWithRights(parts, response, requestId, caller, deadline);
    try {
      await (parts.pressure ? parts.pressure.during(caller.id, run) : run());
    } catch (thrown) {
      await refuse(parts, response, requestId, caller.id, thrown);
    } finally {
      release();
    }
  };
  return async (request, response) => {
    const requestId = randomUUID();
    const overload = parts.pressure?.overload;
    if (overload) return sendOverload(response, requestId, overload);
    if (request.method !== 'POST') {
      return sendErrors(
        response,
        405,
        requestId,
        refusalResult(405, 'BAD_REQUEST', 'Send each message by POST').errors,
      );
    }
    try {
      await answer(request, response, requestId);
    } catch (thrown) {
      await refuse(parts, response, requestId, UNKNOWN_CALLER, thrown);
    }
  };
}
