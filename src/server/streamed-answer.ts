import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../access/caller.ts';
import { acceptsJson, type StreamFormat, streamFormatOf } from '../streaming/formats.ts';
import type { StreamHandler } from '../streaming/handler.ts';
import { type GraphqlRequest, variablesOf } from './body.ts';
import type { Prepared } from './documents.ts';
import { withRequestId } from './redaction.ts';
import type { ResponseError } from './responses.ts';

/** An answer that goes out as a stream. */
export interface StreamedAnswer {
  /** Answers with the errors of a refused operation, inside the stream as its protocol requires. */
  refuse(errors: readonly ResponseError[]): void;
  /** Answers with the result of a query or mutation, as JSON. */
  send(json: string): void;
  /** Begins to answer with a subscription's results. */
  subscribe(prepared: Prepared, asked: GraphqlRequest, caller: Caller): Promise<void>;
}

function lastEventIdOf({ headers }: IncomingMessage): string | undefined {
  const given = headers['last-event-id'];
  return typeof given === 'string' && given !== '' ? given : undefined;
}

function answerIn(
  streams: StreamHandler,
  format: StreamFormat,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): StreamedAnswer {
  return {
    refuse(errors) {
      const withIds = errors.map((error) => withRequestId(error, requestId));
      streams.answer(response, format, JSON.stringify({ errors: withIds }));
    },
    send: (json) => streams.answer(response, format, json),
    subscribe({ document }, asked, caller) {
      if (!document) throw new Error('the document was not found valid');
      const operation = { document, operationName: asked.operationName, variables: variablesOf(asked), viewer: caller };
      return streams.open({ response, format, operation, lastEventId: lastEventIdOf(request) });
    },
  };
}

/** The format of a request's stream: any accepted one for a subscription; for the rest only where JSON is not accepted. */
export function streamedAnswer(
  streams: StreamHandler | undefined,
  isSubscription: boolean,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): StreamedAnswer | null {
  const { accept } = request.headers;
  const format = streamFormatOf(accept);
  if (!streams || !format || (!isSubscription && acceptsJson(accept))) return null;
  return answerIn(streams, format, request, response, requestId);
}
