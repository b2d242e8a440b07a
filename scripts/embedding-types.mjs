// The declarations of `crosspoint`'s entry for embedding; the configuration's type is derived from schema/config.json.
import { readFileSync } from 'node:fs';

const PRIMITIVES = { string: 'string', number: 'number', integer: 'number', boolean: 'boolean', null: 'null' };

/** Whether a text with rules may be a reference to the environment too; for a type it is a text. */
const isReference = ({ pattern }) => pattern === '\\$\\{[^}]+\\}';

const literals = (values) => values.map((value) => JSON.stringify(value)).join(' | ');

function documented(description, line, indent) {
  return description ? `${indent}/** ${description.replaceAll('*/', '* /')} */\n${line}` : line;
}

function objectType({ properties = {}, required = [], additionalProperties }, indent) {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, schema]) => {
    const key = /^\w+$/.test(name) ? name : `'${name}'`;
    const mark = required.includes(name) ? '' : '?';
    return documented(schema.description, `${inner}readonly ${key}${mark}: ${typeOf(schema, inner)};`, inner);
  });
  if (lines.length > 0) return `{\n${lines.join('\n')}\n${indent}}`;
  const values = typeof additionalProperties === 'object' ? typeOf(additionalProperties, inner) : 'unknown';
  return `Readonly<Record<string, ${values}>>`;
}

/** An account is one of the vendors' shapes, distinguished by `vendor`. */
function accountType({ allOf }, indent) {
  const shapes = allOf.map(({ if: { properties }, then }) => {
    const { description } = then.properties.vendor;
    const vendor = { description, const: properties.vendor.const };
    const required = [...then.required, 'id', 'vendor'];
    return objectType({ ...then, required, properties: { ...then.properties, vendor } }, indent);
  });
  return shapes.map((shape) => `\n${indent}| ${shape}`).join('');
}

function typeOf(schema, indent) {
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return literals(schema.enum);
  if (schema.anyOf) {
    // A program gives values, not references, so that a choice is checked.
    const values = schema.anyOf.filter((one) => !isReference(one));
    return values.map((one) => typeOf(one, indent)).join(' | ');
  }
  if (schema.allOf?.[0]?.if) return accountType(schema, indent);
  if (schema.type === 'array') return `ReadonlyArray<${typeOf(schema.items, indent)}>`;
  if (schema.type === 'object') return objectType(schema, indent);
  return PRIMITIVES[schema.type] ?? 'unknown';
}

const ENTRY = `
/** Options of an embedded gateway. */
export interface GatewayOptions {
  /** Least level of the log, which is written to standard error as JSON lines. Default: info. */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Port of the HTTP server, 0 for a free one. Default: that of the configuration; a free one for the demonstration. */
  readonly port?: number;
  /** Seed of the simulated contact centre. Default: 1. */
  readonly seed?: number;
}

/** A gateway that listens. */
export interface RunningGateway {
  readonly port: number;
  /** Address of GraphQL, such as http://localhost:4000/graphql. */
  readonly url: string;
  /** Puts another configuration in force; \`restart\` names the changed sections that need a restart. */
  reload(configuration: string | GatewayConfiguration): Promise<{
    readonly applied: readonly string[];
    readonly restart: readonly string[];
  }>;
  /** Stops taking requests, lets running operations finish, and closes sockets, stores and connections. */
  close(): Promise<void>;
}

/**
 * Starts a gateway in this process. The configuration is the path of a file or an object of the same form; without it the
 * gateway serves a simulated contact centre on loopback, without keys.
 * Throws with the path of every problem of the configuration.
 */
export declare function createGateway(
  configuration?: string | GatewayConfiguration,
  options?: GatewayOptions,
): Promise<RunningGateway>;
`;

/** The text of dist/index.d.ts. */
export function embeddingTypes() {
  const schema = JSON.parse(readFileSync('schema/config.json', 'utf8'));
  return `/** The configuration, in the form of the file. */\nexport interface GatewayConfiguration ${objectType(schema, '')}\n${ENTRY}`;
}
