import { expect, test } from 'vitest';
import { writeCursor } from '../../src/resolvers/paging.ts';
import { ago, fakeAdapter, gatewayOver, rows } from './world.ts';

const ended = { states: ['ENDED'], startedAfter: ago(60) };

test.each(['yesterday', '+275760-09-13T00:00:00.000Z', '-000001-01-01T00:00:00Z'])(
  'a cursor that is made up to begin at %s is refused as an argument',
  async (moment) => {
    const floor = fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows(), recordings: async () => rows() });
    const gateway = await gatewayOver([floor], {
      pastCalls: { read: async () => [], find: async () => null, since: () => null },
    });
    const after = writeCursor('started-', [moment, 'floor', '1']);
    const calls =
      'query ($after: Cursor, $filter: CallFilter) { calls(after: $after, filter: $filter) { totalCount } }';
    const recordings = 'query ($after: Cursor) { recordings(after: $after) { totalCount } }';
    for (const asked of [gateway.ask(calls, { after, filter: ended }), gateway.ask(recordings, { after })]) {
      const { errors } = await asked;
      expect(errors?.[0]).toMatchObject({
        message: 'after is not a cursor of this list',
        extensions: { code: 'INVALID_ARGUMENT' },
      });
    }
  },
);

test('a cursor of a moment that was is a place in the list of recordings', async () => {
  const floor = fakeAdapter('floor', 'FIVE9_CTI', { recordings: async () => rows() });
  const gateway = await gatewayOver([floor]);
  const after = writeCursor('started-', [ago(5), 'floor', '1']);
  const { errors } = await gateway.ask('query ($after: Cursor) { recordings(after: $after) { totalCount } }', {
    after,
  });
  expect(errors).toBeUndefined();
});
