import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, getOperationAST } from 'graphql';
import type { Executor } from '../../src/executor/executor.ts';
import type { Pieces } from '../../src/executor/list-items.ts';
import { eventOf, sequence } from './world.ts';

/** What is asked in one comparison. */
export interface Asked {
  readonly document: DocumentNode;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
  readonly seed?: number;
  /** How much of the data goes wrong, from 0 to 1. */
  readonly share?: number;
  /** The pieces that the execution is divided into; one where they are absent. */
  readonly pieces?: Pieces;
}

/** Everything of an answer that can differ, the errors' causes and the order of keys included. */
function normalized({ data, errors }: ExecutionResult): string {
  const facts = errors?.map((error) => ({
    ...error.toJSON(),
    nodes: error.nodes?.length,
    cause: String(error.originalError),
  }));
  return JSON.stringify({ data, errors: facts }, null, 1);
}

function isSubscription(document: DocumentNode): boolean {
  return getOperationAST(document)?.operation === 'subscription';
}

/** Answers of graphql-js and of the executor to the same query on the same data; null where the executor declines. */
export async function answersOf(schema: GraphQLSchema, executor: Executor, asked: Asked) {
  const { document, operationName, variables, seed = 1, share = 0, pieces } = asked;
  const context = () => ({ next: sequence(seed), share });
  const root = () => (isSubscription(document) ? eventOf(schema, context()) : undefined);
  const usual = { schema, document, operationName, variableValues: variables, contextValue: context() };
  const expected = normalized(await execute({ ...usual, rootValue: root() }));
  const ready = executor.prepare({ document, operationName, variables });
  return { expected, answered: ready && normalized(await ready(context(), root(), pieces)) };
}
