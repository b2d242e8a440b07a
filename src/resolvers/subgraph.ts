import type { GraphQLSchema } from 'graphql';
import { ENTITY_TYPES } from '../../schema/federation.ts';
import type { Vendor } from '../adapters/vendor.ts';
import { FEDERATION_FIELDS, withRootFields } from './planes.ts';
import { schemaText } from './schema-text.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])

`;

const TYPE = /^type (\w+)(?: [^{\n]*)? \{$/gm;

function federationDirective(type: string): string | null {
  if (ENTITY_TYPES.has(type)) return '@key(fields: "id")';
  return type === 'PageInfo' ? '@shareable' : null;
}

/** A schema as the text of a Federation 2 subgraph, without the root fields that every subgraph has. */
export function subgraphText(schema: GraphQLSchema, vendors: readonly Vendor[]): string {
  const text = schemaText(
    withRootFields(schema, (field) => !FEDERATION_FIELDS.has(field)),
    vendors,
  );
  return (
    LINK +
    text.replace(TYPE, (line, type: string) => {
      const directive = federationDirective(type);
      return directive === null ? line : line.replace(/ \{$/, ` ${directive} {`);
    })
  );
}
