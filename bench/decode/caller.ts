/**
 * Fetches and decodes answers repeatedly with our client, with node-soap's or as text alone, and reports the CPU time
 * of each.
 */
import { createClientAsync } from 'soap';
import { request } from 'undici';
import type { FieldChoice } from '../../src/adapters/contract.ts';
import { encodeEnvelope } from '../../src/adapters/soap/envelope.ts';
import { soapClient } from '../../src/adapters/soap/transport.ts';
import { itemsContract, NAMESPACE } from './items.ts';

const [who = '', origin = ''] = process.argv.slice(2);

interface Asked {
  readonly count: number;
  readonly rounds: number;
  readonly together: number;
}

const TWO_FIELDS = { id: true, name: true } as const;

type Fetch = () => Promise<readonly unknown[]>;

function ours(url: string, only?: FieldChoice): Fetch {
  const parts = { contract: itemsContract, url, namespace: NAMESPACE, style: 'named', account: 'bench' } as const;
  const client = soapClient({ ...parts, vendor: 'FIVE9_CONFIG' });
  return () => client.send('getItems', { pattern: 'x' }, { only, isPassedOn: true });
}

async function nodeSoap(url: string): Promise<Fetch> {
  const client = await createClientAsync(`${origin}/wsdl`, {}, url);
  return async () => (await client.getItemsAsync({ pattern: 'x' }))[0].return;
}

/** What no client can do with less: the same request, and its answer as text. */
function textOnly(url: string): Fetch {
  const { input: fields } = itemsContract.operations.getItems;
  const about = { namespace: NAMESPACE, style: 'named', operation: 'getItems', header: '' } as const;
  const body = encodeEnvelope({ ...about, fields, input: { pattern: 'x' }, context: { timeZone: 'UTC' } });
  return async () => {
    const { body: answer } = await request(url, { method: 'POST', headers: { 'content-type': 'text/xml' }, body });
    return (await answer.text()).match(/<return>/g) ?? [];
  };
}

async function fetcher(url: string): Promise<Fetch> {
  if (who === 'ours') return ours(url);
  if (who === 'two fields') return ours(url, TWO_FIELDS);
  return who === 'text' ? textOnly(url) : nodeSoap(url);
}

async function measure({ count, rounds, together }: Asked) {
  const fetchItems = await fetcher(`${origin}/${count}`);
  const once = async () => {
    const items = await fetchItems();
    if (items.length !== count) throw new Error(`${items.length} items instead of ${count}`);
  };
  await repeat(once, rounds / 2, together);
  const before = process.cpuUsage();
  await repeat(once, rounds, together);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rounds;
}

/** Does it so often, with so many under way at any time. */
async function repeat(once: () => Promise<void>, times: number, together: number) {
  let left = times;
  const oneAfterAnother = async () => {
    while (left > 0) {
      left -= 1;
      await once();
    }
  };
  await Promise.all(Array.from({ length: together }, oneAfterAnother));
}

process.on('message', (asked: { measure?: Asked }) => {
  if (!asked.measure) return;
  measure(asked.measure).then(
    (microseconds) => process.send?.({ measured: { microseconds } }),
    (error: Error) => process.send?.({ failed: error.message }),
  );
});
process.once('SIGINT', () => process.exit(0));
process.channel?.ref();
console.log('ready');
