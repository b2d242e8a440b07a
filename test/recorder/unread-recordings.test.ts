/** A recording older than the search reaches: unread is not missing. */
import { afterEach, expect, it } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { gatewayOver } from '../unified/world.ts';
import { dependencies, okResult, requestIds, scripted } from './dependencies.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** The newest 30,000 recordings, one a minute, in pages as CALLLIST is asked for them. */
function page(request: string): string {
  const newest = 1_772_000_000;
  const end = Number(/<CALLDATEEND>(\d+)/.exec(request)?.[1] ?? newest);
  const first = Math.max(0, Math.ceil((newest - end) / 60));
  const count = Math.min(500, 30_000 - first);
  const row = (at: number) =>
    `<SEARCHRESULT><USER1>x</USER1><RECORDID>${40_000 - at}</RECORDID><RECORDINGTIME>${newest - at * 60}</RECORDINGTIME></SEARCHRESULT>`;
  return Array.from({ length: Math.max(0, count) }, (_, index) => row(first + index)).join('');
}

async function connected(terminologyFails = false) {
  const server = await scripted((text, socket) => {
    for (const request of text.split('\r\n').filter(Boolean)) {
      const [id = 0] = requestIds(request);
      const fails = terminologyFails && request.includes('FETCHTERMINOLOGY');
      const result = okResult(id, request.includes('<TYPE>CALLLIST<') ? page(request) : '');
      socket.write(fails ? result.replaceAll('API_OK', 'API_DATABASE_QUERY_ERROR') : result);
    }
  });
  const adapter = vendor.connect('wfo', server.settings, dependencies());
  open.push(server, adapter);
  return { server, adapter };
}

it('a search that ends before the id is reached says that its list was cut', async () => {
  const { adapter } = await connected();
  expect(await adapter.recordings?.({ nativeIds: ['11000'] }, {})).toMatchObject({ items: [], truncated: true });
});

it('a recording that old is not among the newest, which is no proof that it does not exist', async () => {
  const { adapter } = await connected();
  const { ask } = gatewayOver([adapter]);
  const { errors } = await ask(`{ node(id: "${writeId('Recording', 'wfo', '11000')}") { id } }`);
  expect(errors).toMatchObject([
    {
      message: expect.stringContaining('Not found among the newest'),
      extensions: { code: 'UNAVAILABLE', retryable: false },
    },
  ]);
});

it('a recording of the newest 20,000 is read by its id', async () => {
  const { adapter } = await connected();
  const { ask } = gatewayOver([adapter]);
  const { data } = await ask(
    `{ node(id: "${writeId('Recording', 'wfo', '39000')}") { ... on Recording { source { nativeId } } } }`,
  );
  expect(data.node).toEqual({ source: { nativeId: '39000' } });
});

const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Recording { source { nativeId } } } }';
const idOf = (nativeId: number) => writeId('Recording', 'wfo', String(nativeId));
const searches = ({ received }: { readonly received: readonly string[] }) =>
  received.join('').split('<TYPE>CALLLIST<').length - 1;

it('recordings that one operation names share the pages that the oldest of them needs', async () => {
  const { adapter, server } = await connected();
  const { ask } = gatewayOver([adapter]);
  const numbers = Array.from({ length: 20 }, (_, at) => 40_000 - 100 * ((at * 7) % 20));
  const { data, errors } = await ask(NODES, { ids: numbers.map(idOf) });
  expect(errors).toBeUndefined();
  expect(data.nodes).toEqual(numbers.map((number) => ({ source: { nativeId: String(number) } })));
  expect(searches(server), '500 recordings a page, the oldest is the 1,901st').toBe(4);
});

it('one of them that is not reached costs no other', async () => {
  const { adapter, server } = await connected();
  const { ask } = gatewayOver([adapter]);
  const { data, errors } = await ask(NODES, { ids: [40_000, 11_000, 39_999].map(idOf) });
  expect(data.nodes).toEqual([{ source: { nativeId: '40000' } }, null, { source: { nativeId: '39999' } }]);
  expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'UNAVAILABLE' } }]);
  expect(searches(server)).toBe(40);
});

it('a recording that old is annotated by its id in one request', async () => {
  const { adapter, server } = await connected();
  await adapter.recordingAnnotate?.({ recording: '11000' }, { USER1: 'Gold' }, {});
  expect(server.received.join('').split('<TYPE>').slice(1)).toEqual([expect.stringMatching(/^CALLUPDATE<.*11000/s)]);
});

it('recordings are listed under the fields’ own names where the labels cannot be read', async () => {
  const { adapter } = await connected(true);
  const found = await adapter.recordings?.({ limit: 5 }, {});
  expect(found?.items[0]).toMatchObject({
    nativeId: '40000',
    annotations: [{ field: 'USER1', label: 'USER1', value: 'x' }],
  });
});
