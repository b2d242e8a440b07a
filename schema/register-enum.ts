import 'reflect-metadata';
import { registerEnumType } from 'type-graphql';

type Meanings<Words> = { readonly [Word in keyof Words]: string };

/** Registers a word list as a GraphQL enum, with a description for each word. */
export function register<Words extends Readonly<Record<string, string>>>(
  list: Words,
  name: string,
  description: string,
  meanings: Meanings<Words>,
): void {
  const entries = Object.entries<string>(meanings).map(([word, meaning]) => [word, { description: meaning }]);
  registerEnumType(list, { name, description, valuesConfig: Object.fromEntries(entries) });
}
