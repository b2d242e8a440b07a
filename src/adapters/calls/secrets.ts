/** Keeps what a caller gave in confidence out of whatever a vendor says back. */
import type { Fields, Type } from '../contract.ts';

/** Shorter ones would tear ordinary words apart. */
const SHORTEST = 3;

type Values = Readonly<Record<string, unknown>>;

/** Every secret text of an input, however deep it stands. */
export function secretsOf(fields: Fields, input: Values): string[] {
  return Object.entries(fields).flatMap(([name, { secret, type }]) => {
    const value = input[name];
    if (secret && typeof value === 'string') return [value];
    return secretsIn(type, value);
  });
}

function secretsIn(type: Type, value: unknown): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (type.kind === 'list') return (value as readonly unknown[]).flatMap((item) => secretsIn(type.of, item));
  if (type.kind === 'struct') return secretsOf(type.fields, value as Values);
  const chosen = type.kind === 'variant' ? type.cases[String((value as Values)._type)] : undefined;
  return chosen ? secretsOf(chosen.fields, value as Values) : [];
}

/** The text with every secret in it struck out. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const longestFirst = secrets.filter(({ length }) => length >= SHORTEST).toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce((safe, secret) => safe.replaceAll(secret, '…'), text);
}
