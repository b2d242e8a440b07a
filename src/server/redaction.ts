import {
  type GraphQLFormattedError,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import type { Log } from '../adapters/vendor.ts';
import { internalCause } from '../resolvers/errors.ts';

/** Logs an internal error of the gateway. Errors that callers receive are not logged again. */
export function logInternalError(log: Log, error: unknown, requestId: string): void {
  const cause = internalCause(error);
  if (cause) log.error({ requestId, err: cause }, 'an operation failed with an internal error');
}

/** An error with the id under which the log knows its request. */
export function withRequestId<Shown extends Pick<GraphQLFormattedError, 'extensions'>>(
  error: Shown,
  requestId: string,
) {
  return { ...error, extensions: { ...error.extensions, requestId } };
}

/** A message of graphql-js without its suggestions of names, which may be hidden from the caller. */
export function withoutSuggestion(message: string): string {
  return message.replace(/ ?Did you mean.*$/s, '').trimEnd();
}

/** A message of graphql-js without the names of types, for callers that may not read the whole schema. */
export function withoutTypeNames(message: string): string {
  return message
    .replace(/(?<!Unknown )\b(types?) "[^"]*"(?: and "[^"]*")?/g, '$1 "…"')
    .replace(/"\w+" enum|\bEnum "\w+"/g, 'the enum')
    .replace(/"\w+\.(\w+)"/g, '"$1"');
}

const MISSING_ARGUMENT = /(?<=Field "(\w+)" )argument "(\w+)"/g;
const MISSING_FIELD = /Field "(?:\w+\.)?(\w+)" of required type "([^"]*)"/g;

/** A message without the missing argument or input field that it names, unless the caller's part of the schema has it. */
export function withoutHiddenNames(message: string, visible: () => GraphQLSchema | null): string {
  const isVisible = (holds: (type: GraphQLNamedType) => unknown) =>
    Object.values(visible()?.getTypeMap() ?? {}).some(holds);
  return message
    .replace(MISSING_ARGUMENT, (named, field: string, argument: string) => {
      const has = (type: GraphQLNamedType) =>
        isObjectType(type) && type.getFields()[field]?.args.some(({ name }) => name === argument);
      return isVisible(has) ? named : 'an argument';
    })
    .replace(MISSING_FIELD, (named, field: string, required: string) => {
      const has = (type: GraphQLNamedType) =>
        isInputObjectType(type) && String(type.getFields()[field]?.type) === required;
      return isVisible(has) ? named : `A field of required type "${required}"`;
    });
}
