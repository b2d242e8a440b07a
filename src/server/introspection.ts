/** Who may read the schema, and what errors tell of it to the others. */
import { GraphQLError } from 'graphql';
import type { Caller } from '../access/caller.ts';
import type { Configuration } from '../config/configuration.ts';

import { withoutTypeNames } from './redaction.ts';

/** Whether a caller may read the schema. */
export function mayIntrospect({ introspection }: Pick<Configuration, 'introspection'>, caller: Pick<Caller, 'scopes'>) {
  return introspection === 'everyone' || caller.scopes.has('admin');
}

/** Errors of a document, without names of types where the caller may not read the schema. */
export function redactFor(open: boolean, errors: readonly GraphQLError[]): readonly GraphQLError[] {
  if (open) return errors;
  return errors.map(
    ({ message, nodes, source, positions, extensions }) =>
      new GraphQLError(withoutTypeNames(message), { nodes, source, positions, extensions }),
  );
}
