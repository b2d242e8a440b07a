import { GraphQLError } from 'graphql';

/** An operation refused for its cost. `seconds` until it can be sent again; undefined where it costs more than a full minute holds. */
export class CostExceededError extends GraphQLError {
  constructor(
    message: string,
    code: 'RATE_LIMITED' | 'LIMIT_EXCEEDED',
    cost: object,
    readonly seconds?: number,
  ) {
    super(message, { extensions: { code, cost, retryAfterSeconds: seconds } });
  }
}
