/**
 * Readers: for a selection that is read often, a function written out field by field, so that every property is read and
 * set at a separate place. Nothing enters its text but names of the GraphQL grammar, and those quoted.
 */
import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString } from 'graphql';
import type { FieldPlan, Selection } from './plan.ts';

type Place = { readonly prev: Place | undefined; readonly key: string | number } | undefined;

/** The cases that a reader leaves to the execution. */
export interface Fallback<Path> {
  /** Completes a field in every way a field can go. */
  field(field: FieldPlan, source: unknown, path: Path): unknown;
  /** Completes a leaf's value that is not plain. */
  value(field: FieldPlan, value: unknown, source: object, path: Path): unknown;
  /** The result of an object one of whose fields failed while these promises were open. */
  abandon(open: readonly Promise<unknown>[], error: unknown): unknown;
  isOpen(field: FieldPlan, value: unknown): value is Promise<unknown>;
  settled(answer: Record<string, unknown>): unknown;
}

/** Reads an object's fields. */
export type FieldReader = (
  fallback: Fallback<never>,
  fields: readonly FieldPlan[],
  source: object,
  path: Place,
) => unknown;

/** When a value of a property is taken over as it is, which is when `serialize` would answer that same value. */
const PLAIN: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [GraphQLString, 'typeof v === "string"'],
  [GraphQLID, 'typeof v === "string"'],
  [GraphQLBoolean, 'typeof v === "boolean"'],
  [GraphQLInt, '(v | 0) === v'],
  [GraphQLFloat, 'Number.isFinite(v)'],
]);

function expression(field: FieldPlan, at: number): string {
  if (!field.leaf) return `(v = run.field(f[${at}], s, p), run.isOpen(f[${at}], v) && (open ??= []).push(v), v)`;
  const plain = PLAIN.get(field.leaf) ?? 'false';
  return `(v = s[${JSON.stringify(field.name)}], ${plain} ? v : (v = run.value(f[${at}], v, s, p), run.isOpen(f[${at}], v) && (open ??= []).push(v), v))`;
}

/** Writes the reader of a selection. */
export function writeReader({ fields }: Selection): FieldReader {
  const members = fields.map((field, at) => `${JSON.stringify(field.key)}: ${expression(field, at)}`);
  const body = `
    let v, answer, open;
    try { answer = { ${members.join(',\n')} }; } catch (error) { return run.abandon(open ?? [], error); }
    return open === undefined ? answer : run.settled(answer);`;
  return new Function('run', 'f', 's', 'p', body) as FieldReader;
}
