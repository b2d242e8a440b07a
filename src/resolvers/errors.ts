import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import type { UserError } from '../../schema/acts/act.ts';
import { CrosspointError } from '../adapters/errors.ts';

/** The error that a resolver threw, inside the error of graphql-js. */
function thrownOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? thrownOf(error.originalError) : error;
}

function shown(error: CrosspointError): Record<string, unknown> {
  const { code, account, vendor, operation, vendorCode, retryable, argumentPath, details } = error;
  const facts = { code, account, vendor, operation, vendorCode, retryable, path: argumentPath, details };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** The error as a caller sees it: ours with their code and facts, those of GraphQL unchanged, all others masked. */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const thrown = thrownOf(error);
  if (thrown instanceof CrosspointError) return { ...formatted, message: thrown.message, extensions: shown(thrown) };
  if (thrown instanceof GraphQLError) {
    const { code, cost, retryAfterSeconds } = formatted.extensions ?? {};
    const known = code === 'INTERNAL_SERVER_ERROR' || !code ? 'INVALID_ARGUMENT' : code;
    const price = {
      ...(cost !== undefined && { cost }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    };
    return { ...formatted, extensions: { code: known, ...price } };
  }
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    return { ...formatted, message: 'The operation took too long', extensions: { code: 'TIMEOUT', retryable: true } };
  }
  return { ...formatted, message: 'Internal error', extensions: { code: 'INTERNAL', retryable: false } };
}

/** An internal error, for the log; null for errors that callers receive, and for requests that were aborted or late. */
export function internalCause(error: unknown): unknown {
  const thrown = thrownOf(error);
  if (thrown instanceof Error && (thrown.name === 'TimeoutError' || thrown.name === 'AbortError')) return null;
  if (thrown instanceof CrosspointError) return thrown.code === 'INTERNAL' ? thrown : null;
  return thrown instanceof GraphQLError ? null : thrown;
}

/** An error of an act as a value in its payload. */
export function userError({ code, message, argumentPath, vendorCode }: CrosspointError): UserError {
  return { code, message, path: argumentPath?.map(String) ?? null, vendorCode: vendorCode ?? null };
}
