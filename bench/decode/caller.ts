/** Fetches and decodes answers over and over, by our client, node-soap's or as text alone, and tells the CPU each took. */
import { createClientAsync } from 'soap';
import { request } from 'undici';
import { encodeRequest } from '../../src/adapters/soap/envelope.ts';
import { soapClient } from '../../src/adapters/soap/transport.ts';
import { itemsContract, NAMESPACE } from './items.ts';

const [who = '', origin = ''] = process.argv.slice(2);

type Fetch = () => Promise<readonly unknown[]>;

function ours(url: string): Fetch {
  const parts = { contract: itemsContract, url, namespace: NAMESPACE, style: 'named', account: 'bench' } as const;
  const client = soapClient({ ...parts, vendor: 'FIVE9_CONFIG' });
  return () => client.send('getItems', { pattern: 'x' });
}

async function nodeSoap(url: string): Promise<Fetch> {
  const client = await createClientAsync(`${origin}/wsdl`, {}, url);
  return async () => (await client.getItemsAsync({ pattern: 'x' }))[0].return;
}

/** What no client can do with less: the same request, and its answer as text. */
function textOnly(url: string): Fetch {
  const { input: fields } = itemsContract.operations.getItems;
  const about = { namespace: NAMESPACE, style: 'named', operation: 'getItems', header: '' } as const;
  const body = encodeRequest({ ...about, fields, input: { pattern: 'x' }, context: { timeZone: 'UTC' } });
  return async () => {
    const { body: answer } = await request(url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
    return (await answer.text()).match(/<return>/g) ?? [];
  };
}

async function fetcher(url: string): Promise<Fetch> {
  if (who === 'ours') return ours(url);
  return who === 'text' ? textOnly(url) : nodeSoap(url);
}

async function measure(count: number, rounds: number) {
  const fetchItems = await fetcher(`${origin}/${count}`);
  const once = async () => {
    const items = await fetchItems();
    if (items.length !== count) throw new Error(`${items.length} items instead of ${count}`);
  };
  for (let round = 0; round < rounds / 2; round += 1) await once();
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) await once();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rounds;
}

process.on('message', (asked: { measure?: { count: number; rounds: number } }) => {
  if (!asked.measure) return;
  measure(asked.measure.count, asked.measure.rounds).then(
    (microseconds) => process.send?.({ measured: { microseconds } }),
    (error: Error) => process.send?.({ failed: error.message }),
  );
});
process.once('SIGINT', () => process.exit(0));
process.channel?.ref();
console.log('ready');
