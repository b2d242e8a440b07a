import { describe, expect, test } from 'vitest';
import { expectRefusal, query, send, wide } from './raw-request.ts';

const nested = (depth: number) =>
  `{ campaigns(first: 1) ${'{ edges { node { calls(first: 1) '.repeat(depth)} { totalCount } ${'} } }'.repeat(depth)} }`;
const doubling = `{ campaigns(first: 1) { ...f30 } } fragment f0 on CampaignConnection { totalCount } ${wide(30, (i) => `fragment f${i + 1} on CampaignConnection { ...f${i} edges { node { calls(first: 1) { totalCount } } } ...f${i} }`)}`;

describe('documents beyond the limits', () => {
  test.each([
    ['nested too deep', nested(10), /LIMIT_EXCEEDED/],
    ['nested a thousand deep', nested(1_000), /LIMIT_EXCEEDED|GRAPHQL_PARSE_FAILED/],
    ['a hundred aliases', `{ ${wide(100, (i) => `a${i}: __typename`)} }`, /LIMIT_EXCEEDED/],
    ['five thousand aliases', `{ ${wide(5_000, (i) => `a${i}: __typename`)} }`, /LIMIT_EXCEEDED|GRAPHQL_PARSE_FAILED/],
    ['a thousand unknown directives', `{ accounts { key ${wide(1_000, (i) => `@d${i}`)} } }`, /LIMIT_EXCEEDED/],
    ['a thousand @include', `{ accounts { key ${'@include(if: true) '.repeat(700)} } }`, /LIMIT_EXCEEDED/],
    [
      'directives on the operation',
      `query ${'@skip(if: true) '.repeat(60)} { accounts { key } }`,
      /LIMIT_EXCEEDED|VALIDATION/,
    ],
    [
      'a fragment cycle',
      '{ accounts { ...a } } fragment a on Account { ...b } fragment b on Account { ...a }',
      /LIMIT_EXCEEDED/,
    ],
    [
      'three hundred fragments',
      `{ accounts { key } } ${wide(300, (i) => `fragment f${i} on Account { key }`)}`,
      /LIMIT_EXCEEDED/,
    ],
    ['a page of 300,000', '{ campaigns(first: 300000) { totalCount } }', /LIMIT_EXCEEDED/],
    [
      'pages in pages',
      '{ campaigns(first: 100) { edges { node { calls(first: 100) { edges { node { id recordings { recording { id } } } } } recordings(first: 100) { edges { node { id } } } } } } }',
      /LIMIT_EXCEEDED/,
    ],
  ])('%s is refused with 400 and a short answer (H1, H2, H3, H4, H6)', async (_, text, code) => {
    const began = performance.now();
    expectRefusal(await send(query(text)), 400, code);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('fragments that double are measured at once, and cost no other client its time (H5)', async () => {
    const began = performance.now();
    const [bad, good] = await Promise.all([send(query(doubling)), send(query('{ accounts { key } }'))]);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(good.status).toBe(200);
    expectRefusal(bad, 400, 'LIMIT_EXCEEDED');
  });

  test.each([
    ['a page of less than nothing', '{ campaigns(first: -1) { totalCount } }'],
    ['a page of 101', '{ campaigns(first: 101) { totalCount } }'],
  ])('%s is refused at the field (H6)', async (_, text) => {
    const { status, text: answer } = await send(query(text));
    expect(status).toBe(200);
    const { errors } = JSON.parse(answer);
    expect(errors[0].extensions).toMatchObject({ code: 'INVALID_ARGUMENT', requestId: expect.any(String) });
  });

  test("GraphiQL's introspection passes, and shows a reader what a reader may use (H9)", async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const text = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true });
    const passed = await send(query(text));
    expect(passed.status).toBe(200);
    expect(JSON.parse(passed.text).data.__schema.queryType.name).toBe('Query');
    const ownPart = await send(query(text), {}, { key: 'reader' });
    const namesIn = ({ text: answer }: { text: string }) =>
      JSON.parse(answer).data.__schema.types.map(({ name }: { name: string }) => name);
    expect(namesIn(passed)).toContain('Webhook');
    expect(namesIn(ownPart)).not.toContain('Webhook');
    const mixed = query('{ accounts { key } __type(name: "Webhook") { name } }');
    expectRefusal(await send(mixed, {}, { key: 'reader' }), 400, 'PERMISSION_DENIED');
    expect((await send(query('{ __typename }'), {}, { key: 'reader' })).status).toBe(200);
  });
});

describe('misspelt names', () => {
  test.each([
    ['a field', '{ campaignz { totalCount } }', {}],
    ['a field deeper down', '{ campaigns(first: 1) { edges { node { nam } } } }', {}],
    ['an argument', '{ campaigns(frist: 1) { totalCount } }', {}],
    ['a missing selection', '{ campaigns(first: 1) }', {}],
    ['a word', '{ calls(first: 1, filter: { states: [CONECTED] }) { totalCount } }', {}],
    ['an input field', '{ calls(first: 1, filter: { devise: "1" }) { totalCount } }', {}],
    ['a variable of the wrong type', 'query ($n: String) { calls(first: $n) { totalCount } }', {}],
    [
      'a variable with a wrong value',
      'query ($f: CallFilter) { calls(first: 1, filter: $f) { totalCount } }',
      { f: { devise: '1' } },
    ],
    [
      'a variable with a wrong word',
      'query ($f: CallFilter) { calls(first: 1, filter: $f) { totalCount } }',
      { f: { states: ['CONECTED'] } },
    ],
    ['a left out variable', 'query ($n: Int!) { calls(first: $n) { totalCount } }', {}],
    ['a fragment that cannot be', '{ accounts { ...on Recording { id } } }', {}],
  ])('%s gets no suggestion and shows no type (H10)', async (_, text, variables) => {
    const answer = await send(query(text, { variables }), {}, { key: 'reader' });
    expect(answer.status).toBe(400);
    expect(answer.text).not.toMatch(/did you mean/i);
    const message = JSON.parse(answer.text)
      .errors.map(({ message }: { message: string }) => message)
      .join('\n');
    for (const name of [
      'CampaignConnection',
      'Campaign"',
      'CallState',
      'CallFilter"',
      'Account"',
      'type "Query',
      '"campaigns"',
      'CONNECTED',
      '"Int',
      '"String',
    ])
      if (!text.includes(name.replace(/"/g, ''))) expect(message).not.toContain(name);
    expect(JSON.parse(answer.text).errors[0].extensions).toMatchObject({
      code: expect.any(String),
      requestId: expect.any(String),
    });
  });
});
