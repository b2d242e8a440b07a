import * as z from 'zod';
import type { Vendor } from '../adapters/vendor.ts';
import { fileShape } from './configuration.ts';

type JsonSchema = Record<string, unknown>;

/** Keywords of a text that a reference to the environment or to a file need not satisfy before it is filled in. */
const TEXT_RULES = ['format', 'pattern', 'enum', 'const', 'minLength', 'maxLength', 'allOf'];

const REFERENCE = { type: 'string', pattern: '\\$\\{[^}]+\\}' };

/** Bounds that say only that a number is a safe integer. */
const isSafeBound = (value: unknown) => Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;

/** Admits `${NAME}` where a text has rules, because references are filled in before the rules are checked. */
function admitReferences(schema: JsonSchema): void {
  if (schema.type !== 'string') return;
  const rules = TEXT_RULES.filter((rule) => rule in schema);
  if (rules.every((rule) => rule === 'minLength' && schema.minLength === 1)) return;
  const ruled = Object.fromEntries(rules.map((rule) => [rule, schema[rule]]));
  for (const rule of [...rules, 'type']) delete schema[rule];
  schema.anyOf = [{ type: 'string', ...ruled }, REFERENCE];
}

function withoutSafeBounds(schema: JsonSchema): void {
  for (const bound of ['minimum', 'maximum']) if (isSafeBound(schema[bound])) delete schema[bound];
}

/** The JSON Schema of what may be written for a shape, before defaults and references are filled in. */
function written(shape: z.ZodType): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      withoutSafeBounds(jsonSchema as JsonSchema);
      admitReferences(jsonSchema as JsonSchema);
    },
  });
  return schema;
}

/** The settings of one vendor's accounts, as the consequence of its key. */
function settingsRule({ key, settings }: Vendor, common: JsonSchema): JsonSchema {
  const { properties, required, ...rest } = written(settings);
  return {
    if: { properties: { vendor: { const: key } }, required: ['vendor'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { ...rest, properties: { ...common, ...(properties as JsonSchema) }, required: required ?? [] },
  };
}

function accountSchema(vendors: readonly Vendor[]): JsonSchema {
  const account = written(fileShape.shape.accounts.element);
  const properties = account.properties as JsonSchema;
  const { description } = properties.vendor as JsonSchema;
  const common = { ...properties, vendor: { description, enum: vendors.map(({ key }) => key) } };
  return {
    type: 'object',
    properties: common,
    required: account.required,
    allOf: vendors.map((vendor) => settingsRule(vendor, common)),
  };
}

/** The JSON Schema of the configuration file, for editors. What only `crosspoint check` can find is left to it. */
export function configurationSchema(vendors: readonly Vendor[]): JsonSchema {
  const { properties, ...file } = written(fileShape);
  const accounts = { ...(properties as { accounts: JsonSchema }).accounts, items: accountSchema(vendors) };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Crosspoint',
    ...file,
    properties: { ...(properties as JsonSchema), accounts },
  };
}
