import { type GraphQLSchema, printSchema } from 'graphql';
import { rootScope, type Scope, typeScope } from '../access/policy.ts';
import type { Vendor } from '../adapters/vendor.ts';

const DIRECTIVE = `"""The scope that a caller needs to read a type or to use a root field."""
directive @requiresScope(scope: String!) on FIELD_DEFINITION | OBJECT

`;

const ROOT = /^type (?:Query|Mutation|Subscription) \{$/;
const TYPE = /^type (\w+)(?: implements [\w& ]+)? \{$/;
/** A field whose arguments stand on the same line, if it has any. */
const WHOLE_FIELD = /^ {2}(\w+)(?:\(.*\))?: [\w[\]!]+/;
const FIELD_BEGINS = /^ {2}(\w+)\($/;
const FIELD_ENDS = /^ {2}\): [\w[\]!]+/;

function applied(scope: Scope): string {
  return scope === null ? '' : ` @requiresScope(scope: "${scope}")`;
}

/** A schema in the schema definition language, with the scope of each root field and type as a directive. */
export function schemaText(schema: GraphQLSchema, vendors: readonly Vendor[]): string {
  let isRoot = false;
  let field: string | undefined;
  const mark = (line: string) => {
    if (ROOT.test(line)) isRoot = true;
    else if (line === '}') isRoot = false;
    const [, type] = TYPE.exec(line) ?? [];
    if (type && !isRoot) return line.replace(/ \{$/, `${applied(typeScope(type))} {`);
    if (!isRoot) return line;
    field = FIELD_BEGINS.exec(line)?.[1] ?? field;
    const named = WHOLE_FIELD.exec(line)?.[1] ?? (FIELD_ENDS.test(line) ? field : undefined);
    return named
      ? line.replace(/^( {2}(?:\w+(?:\(.*\))?|\)): [\w[\]!]+)/, `$1${applied(rootScope(named, vendors))}`)
      : line;
  };
  return DIRECTIVE + printSchema(schema).split('\n').map(mark).join('\n');
}
