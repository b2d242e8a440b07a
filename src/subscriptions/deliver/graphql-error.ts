import { GraphQLError } from 'graphql';
import { asCrosspointError } from '../../adapters/errors.ts';

/** What was thrown outside an execution, as the GraphQL error that stands for it. */
export function asGraphQLError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const originalError = asCrosspointError(thrown);
  return new GraphQLError(originalError.message, { originalError });
}
