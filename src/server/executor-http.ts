/** The text and the content type of the answer of a query that is run from its plan. */
import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import { responseExtensions } from '../access/charge.ts';
import type { Log } from '../adapters/vendor.ts';
import type { Context } from '../resolvers/context.ts';
import { encodeInPieces } from './answer-encoding.ts';
import { logInternalError, withRequestId } from './redaction.ts';

/** The parts of an answer beside the executor. */
interface QuickParts {
  readonly log: Log;
  formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError;
}

/** The content type of an answer to a request that accepts any. */
export const GRAPHQL_JSON = 'application/graphql-response+json; charset=utf-8';
const MOST_REMEMBERED = 100;
const LONGEST_REMEMBERED = 200;

/** The content type that Apollo Server chose for each `Accept` header seen so far. */
export class ContentTypes {
  readonly #chosen = new Map<string, string>([['*/*', GRAPHQL_JSON]]);

  /** The type to answer with; undefined where Apollo has to choose first. */
  for(accept = '*/*'): string | undefined {
    return this.#chosen.get(accept);
  }

  /** Remembers what Apollo chose. */
  learn(accept: string | undefined, contentType: string | undefined): void {
    if (accept === undefined || contentType === undefined || accept.length > LONGEST_REMEMBERED) return;
    if (this.#chosen.size < MOST_REMEMBERED) this.#chosen.set(accept, contentType);
  }
}

/** The text of an answer with its cost, and its errors formatted, numbered and logged as Apollo's are. */
export function answerText(
  { data, errors }: ExecutionResult,
  parts: QuickParts,
  context: Context,
): string | Promise<string> {
  const extensions = context.charge && responseExtensions(context.charge, data);
  const shownErrors = errors?.map((error) => shown(error, parts, context.requestId));
  const answer = shownErrors ? { errors: shownErrors, data, extensions } : { data, extensions };
  return encodeInPieces(answer, context.pieces);
}

function shown(error: GraphQLError, { log, formatError }: QuickParts, requestId: string): GraphQLFormattedError {
  logInternalError(log, error, requestId);
  const extensions = { ...error.extensions, code: error.extensions.code ?? 'INTERNAL_SERVER_ERROR' };
  return withRequestId(formatError({ ...error.toJSON(), extensions }, error), requestId);
}
