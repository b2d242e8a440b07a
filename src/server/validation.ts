import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';

const MOST_ERRORS = 5;
/** Rules that run between two pauses: a long document takes a millisecond or two for so many. */
const RULES_IN_A_PIECE = 7;

/** The rules in pieces; each visits the whole document. */
const PIECES = Array.from({ length: Math.ceil(specifiedRules.length / RULES_IN_A_PIECE) }, (_, at) =>
  specifiedRules.slice(at * RULES_IN_A_PIECE, (at + 1) * RULES_IN_A_PIECE),
);

function placeOf({ positions }: GraphQLError): number {
  return positions?.[0] ?? 0;
}

/** A rule of graphql-js throws for a subscription whose condition is a variable that it does not declare. */
function errorsBy(rules: readonly ValidationRule[], schema: GraphQLSchema, document: DocumentNode) {
  try {
    return validate(schema, document, rules, { maxErrors: MOST_ERRORS }).slice(0, MOST_ERRORS);
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return [thrown];
    throw thrown;
  }
}

/** The first errors of a document by the rules of the language. */
export function findErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  return errorsBy(specifiedRules, schema, document);
}

/** The same for a long document, in pieces with pauses between them. */
export async function findErrorsInPieces(
  schema: GraphQLSchema,
  document: DocumentNode,
  pause: () => Promise<void> | null,
): Promise<readonly GraphQLError[]> {
  const errors: GraphQLError[] = [];
  for (const rules of PIECES) {
    await pause();
    errors.push(...errorsBy(rules, schema, document));
  }
  return errors.sort((one, other) => placeOf(one) - placeOf(other)).slice(0, MOST_ERRORS);
}
