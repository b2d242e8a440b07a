/** Which callers may read the schema, and which parts of it errors show to the others. */
import { type DocumentNode, GraphQLError, type GraphQLSchema, getOperationAST, Kind } from 'graphql';
import type { Caller } from '../access/caller.ts';
import type { Configuration } from '../config/configuration.ts';
import type { CallerSchemas } from '../resolvers/caller-schema.ts';
import type { Documents, Prepared } from './documents.ts';
import type { FairScheduler } from './fair-scheduler.ts';
import { withoutHiddenNames, withoutSuggestion, withoutTypeNames } from './redaction.ts';

/** The message where a document reads the schema without the right to. */
export const INTROSPECTION_REFUSED =
  'Introspection beside other fields, or of the whole schema, needs the admin scope; ask for the schema alone';

/** Whether a caller may read the whole schema. */
export function mayIntrospect({ introspection }: Pick<Configuration, 'introspection'>, caller: Pick<Caller, 'scopes'>) {
  return introspection === 'everyone' || caller.scopes.has('admin');
}

/** Whether a document asks for the schema and nothing else. */
function asksSchemaOnly(document: DocumentNode, operationName: string | null | undefined): boolean {
  const selections = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  return selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'));
}

interface IntrospectionParts {
  readonly configuration: Pick<Configuration, 'introspection'>;
  readonly schemas?: CallerSchemas | undefined;
}

/**
 * The part of the schema that answers a question for the schema, where `introspection` is `scopes`; null where something else
 * is requested or the caller may read the whole. A type that the caller may not use does not exist there.
 */
export function ownSchemaFor(
  { configuration, schemas }: IntrospectionParts,
  prepared: Prepared | null,
  operationName: string | null | undefined,
  caller: Caller,
): GraphQLSchema | null {
  if (!schemas || !prepared?.document || !prepared.introspects || mayIntrospect(configuration, caller)) return null;
  if (configuration.introspection !== 'scopes' || !asksSchemaOnly(prepared.document, operationName)) return null;
  return schemas.of(caller);
}

/**
 * Resolves when a document that asks for the whole schema may be answered; null where that is at once. Throws
 * CostExceededError where the caller asked too often while others are active.
 */
export function paceIntrospection(
  turns: FairScheduler | undefined,
  caller: Caller,
  prepared: Prepared | null,
  text: string | null,
): Promise<void> | null {
  if (!turns || !prepared?.document || !prepared.introspects || !text?.includes('__schema')) return null;
  return turns.takeToIntrospect(caller.id);
}

type MessageParts = IntrospectionParts & { readonly documents: Pick<Documents, 'suggests'> };

/** A message of graphql-js for a caller: names that it adds to the request's are taken out where the caller may not read them. */
export function messageFor(
  { configuration, documents, schemas }: MessageParts,
  caller: Caller,
  message: string,
): string {
  const open = mayIntrospect(configuration, caller);
  const shown = open && documents.suggests ? message : withoutSuggestion(message);
  if (open) return shown;
  const visible = () => (schemas?.mayRead(caller) ? schemas.of(caller) : null);
  return withoutTypeNames(withoutHiddenNames(shown, visible));
}

/** The errors of a document for a caller. */
export function errorsFor(
  parts: MessageParts,
  caller: Caller,
  errors: readonly GraphQLError[],
): readonly GraphQLError[] {
  return errors.map(
    ({ message, nodes, source, positions, extensions }) =>
      new GraphQLError(messageFor(parts, caller, message), { nodes, source, positions, extensions }),
  );
}
