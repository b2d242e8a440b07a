import { GraphQLError } from 'graphql';
import { asCrosspointError } from '../../adapters/errors.ts';

/** Turns an error that was thrown outside an execution into a GraphQL error. */
export function asGraphQLError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const originalError = asCrosspointError(thrown);
  return new GraphQLError(originalError.message, { originalError });
}
