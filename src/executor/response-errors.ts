/** The errors of one response, of which graphql-js reports only the first under each place that becomes null. */
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Pieces } from './list-items.ts';
import type { Answer, Place } from './values.ts';

/** Collects the errors of one execution. */
export class ResponseErrors {
  private readonly errors: GraphQLError[] = [];
  private readonly failed = new Set<Place>();

  /** The response of an operation whose non-nullable root failed. */
  failure(error: GraphQLError): ExecutionResult {
    this.note(error, undefined);
    return this.response(null);
  }

  /** The response with the errors noted so far. */
  response(data: Answer | null): ExecutionResult {
    return this.errors.length === 0 ? { data } : { errors: this.errors, data };
  }

  /** Adds an error, unless its place lies under one that is null already. */
  note(error: GraphQLError, place: Place): void {
    if (this.failed.size > 0) {
      for (let at = place; at; at = at.prev) if (this.failed.has(at)) return;
      if (this.failed.has(undefined)) return;
    }
    this.failed.add(place);
    this.errors.push(error);
  }
}

/** The response, or one without data where the operation ends before. */
export function unlessEnded(response: Promise<ExecutionResult>, pieces: Pieces | undefined): Promise<ExecutionResult> {
  if (!pieces) return response;
  return new Promise((resolve, reject) => {
    pieces.onEnd((originalError) =>
      resolve({ errors: [new GraphQLError(originalError.message, { originalError })], data: null }),
    );
    response.then(resolve, reject);
  });
}
