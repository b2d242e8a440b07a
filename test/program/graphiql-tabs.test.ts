import { readFileSync } from 'node:fs';
import { parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { FIRST_TABS } from '../../src/server/graphiql/queries.ts';

test('the tabs of GraphiQL are the query, the mutation and the subscription of the README', () => {
  const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text]) => text);
  const printed = (text: string | undefined) => print(parse(text ?? ''));
  expect(FIRST_TABS.map(({ query }) => printed(query))).toEqual(blocks.slice(0, 3).map(printed));
});
