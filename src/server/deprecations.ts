import type { ServerResponse } from 'node:http';
import {
  type DocumentNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  NoDeprecatedCustomRule,
  validate,
  visit,
} from 'graphql';

/** Header of an answer that names the deprecated parts of the schema which its document uses. */
export const DEPRECATED_HEADER = 'deprecated-fields';

const MOST_NAMED = 20;

/** The coordinate in each kind of message of graphql-js's rule. */
const PATTERNS: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/^The (?:field|input field|enum value) "?([\w.]+)"? is deprecated/, (coordinate = '') => coordinate],
  [/^Field "([\w.]+)" argument "(\w+)" is deprecated/, (field = '', argument = '') => `${field}(${argument}:)`],
  [
    /^Directive "(@\w+)" argument "(\w+)" is deprecated/,
    (directive = '', argument = '') => `${directive}(${argument}:)`,
  ],
];

function coordinateIn(message: string): readonly string[] {
  for (const [pattern, coordinate] of PATTERNS) {
    const found = pattern.exec(message);
    if (found) return [coordinate(...found.slice(1))];
  }
  return [];
}

interface Part {
  readonly name: string;
  readonly deprecationReason?: string | null | undefined;
}

function partsOf(schema: GraphQLSchema): readonly Part[] {
  return Object.values(schema.getTypeMap()).flatMap((type): readonly Part[] => {
    if (isEnumType(type)) return type.getValues();
    if (isInputObjectType(type)) return Object.values(type.getFields());
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => [field, ...field.args]);
  });
}

/** Names the deprecated parts of the schema that a document uses in the headers of its answer. */
export function nameDeprecated(
  response: Pick<ServerResponse, 'setHeader'>,
  prepared: { readonly deprecated?: readonly string[] | undefined } | null,
): void {
  if (prepared?.deprecated?.length) response.setHeader(DEPRECATED_HEADER, prepared.deprecated.join(', '));
}

/** Finds the deprecated parts of a schema that documents use. */
export class Deprecations {
  readonly #names: ReadonlySet<string>;

  constructor(private readonly schema: GraphQLSchema) {
    const deprecated = partsOf(schema).filter(({ deprecationReason }) => deprecationReason != null);
    this.#names = new Set(deprecated.map(({ name }) => name));
  }

  /** Coordinates of the deprecated parts that a valid document uses, such as `Call.from`, each once; at most 20. */
  usedBy(document: DocumentNode): readonly string[] {
    if (!this.#mayUse(document)) return [];
    const found = validate(this.schema, document, [NoDeprecatedCustomRule]);
    return [...new Set(found.flatMap(({ message }) => coordinateIn(message)))].slice(0, MOST_NAMED);
  }

  #mayUse(document: DocumentNode): boolean {
    if (this.#names.size === 0) return false;
    let found = false;
    visit(document, {
      Name: ({ value }) => {
        found ||= this.#names.has(value);
      },
      EnumValue: ({ value }) => {
        found ||= this.#names.has(value);
      },
    });
    return found;
  }
}
