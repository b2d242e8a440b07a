/** Recordings by their annotations: what the recorder searches for itself, and what the gateway compares. */
import { expect, onTestFinished, test } from 'vitest';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { gatewayOver } from '../unified/world.ts';
import { dependencies, okResult, requestIds, scripted } from './dependencies.ts';

/** The terms as the guide prints FETCHTERMINOLOGY (l. 1113), and a label that two fields have. */
const TERMS = Object.entries({ user1: 'CSN', user2: 'Order', user4: 'Reason', user5: 'Reason' })
  .map(([name, value]) => `<TERMINOLOGY><NAME>${name}</NAME><VALUE>${value}</VALUE></TERMINOLOGY>`)
  .join('');
const FOUND = [
  { id: 3, fields: '<USER1>4711</USER1><USER5>Card lost</USER5>' },
  { id: 2, fields: '<USER1>4711</USER1><USER2>A-1</USER2><USER4>Other</USER4>' },
  { id: 1, fields: '<USER1>47110</USER1><USER2>Gold &lt;1&gt;</USER2>' },
];
const ROWS = FOUND.map(
  ({ id, fields }) =>
    `<SEARCHRESULT><DEVICEID>1111</DEVICEID>${fields}<RECORDID>${id}</RECORDID><RECORDINGTIME>${1_312_921_123 + id}</RECORDINGTIME><DURATION>60</DURATION></SEARCHRESULT>`,
).join('');

/** A gateway over a recorder that answers every search with all recordings: the guide is silent on how it compares. */
async function gateway(labelsFail = false) {
  const server = await scripted((text, socket) => {
    for (const request of text.split('\r\n').filter(Boolean)) {
      const [id = 0] = requestIds(request);
      if (request.includes('FETCHTERMINOLOGY')) {
        const terms = okResult(id, `<SETTINGS>${TERMS}</SETTINGS>`);
        socket.write(labelsFail ? terms.replaceAll('API_OK', 'API_DATABASE_QUERY_ERROR') : terms);
      } else socket.write(okResult(id, request.includes('<TYPE>CALLLIST') ? ROWS : ''));
    }
  });
  const adapter = vendor.connect('wfo', server.settings, dependencies());
  onTestFinished(async () => {
    await adapter.close();
    await server.close();
  });
  const { ask } = gatewayOver([adapter]);
  const find = async (filter: string) => {
    const { data } = await ask(
      `{ recordings(first: 9, filter: ${filter}) { edges { node { source { nativeId } } } sources { error { code } } } }`,
    );
    const searches = server.received.join('').match(/<TYPE>CALLLIST<.*?<\/REQUEST>/gs) ?? [];
    return {
      ids: data.recordings.edges.map(({ node }: { node: { source: { nativeId: string } } }) => node.source.nativeId),
      error: data.recordings.sources[0].error,
      criteria: searches.map((search) =>
        [...search.matchAll(/<(USER\d+)>([^<]*)</g)].map(([, ...pair]) => pair.join(' ')),
      ),
    };
  };
  return { find };
}

test.each([
  ['by its field', '{ annotations: [{ field: "USER1", value: "4711" }] }', ['3', '2'], [['USER1 4711']]],
  ['by its label', '{ annotations: [{ field: "CSN", value: "4711" }] }', ['3', '2'], [['USER1 4711']]],
  [
    'by two at once',
    '{ annotations: [{ field: "CSN", value: "4711" }, { field: "USER4", value: "Other" }] }',
    ['2'],
    [['USER1 4711', 'USER4 Other']],
  ],
  [
    'with symbols, which the recorder may not find (l. 1182)',
    '{ annotations: [{ field: "Order", value: "A-1" }] }',
    ['2'],
    [[]],
  ],
  ['with angle brackets', '{ annotations: [{ field: "Order", value: "Gold <1>" }] }', ['1'], [[]]],
  ['under a label of two fields', '{ annotations: [{ field: "Reason", value: "Card lost" }] }', ['3'], [[]]],
  [
    'in another case, which is another value',
    '{ annotations: [{ field: "USER4", value: "other" }] }',
    [],
    [['USER4 other']],
  ],
  [
    'that is longer than the field (l. 2589)',
    `{ annotations: [{ field: "CSN", value: "${'4'.repeat(21)}" }] }`,
    [],
    [[]],
  ],
  ['under a label that the recorder does not have', '{ annotations: [{ field: "Colour", value: "red" }] }', [], []],
  [
    'with two values of one field',
    '{ annotations: [{ field: "CSN", value: "1" }, { field: "USER1", value: "2" }] }',
    [],
    [],
  ],
  ['by a part of any value', '{ annotationContains: "LOST" }', ['3'], [[]]],
  [
    'by a part of a value and a value',
    '{ annotationContains: "oth", annotations: [{ field: "CSN", value: "4711" }] }',
    ['2'],
    [['USER1 4711']],
  ],
])('an annotation %s', async (_, filter, ids, criteria) => {
  const { find } = await gateway();
  expect(await find(filter)).toEqual({ ids, error: null, criteria });
});

test('a label cannot be searched for while the labels cannot be read, which is no empty list', async () => {
  const { find } = await gateway(true);
  expect(await find('{ annotations: [{ field: "CSN", value: "4711" }] }')).toMatchObject({
    ids: [],
    error: { code: expect.stringMatching(/^(UNAVAILABLE|INTERNAL)$/) },
  });
  expect(await find('{ annotations: [{ field: "USER1", value: "4711" }] }')).toMatchObject({
    ids: ['3', '2'],
    error: null,
  });
});
