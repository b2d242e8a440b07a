/** The reads of the unified plane. */
import type { ListQuery, Reads, Rows } from '../adapter.ts';
import type { Client, OutputOf, SendOptions } from '../contract.ts';
import { mapBounded } from './client/map-bounded.ts';
import type { RemoteControlOperations } from './contract/index.ts';
import { contactReads } from './reads/contacts.ts';
import type { ListName, Phones } from './reads/phones.ts';
import {
  agentRecord,
  campaignRecord,
  dispositionRecord,
  parseCallNativeId,
  parseUserId,
  skillRecord,
} from './reads/records.ts';
import type { Settings } from './settings.ts';

/** Users whose calls are requested concurrently. */
const AT_ONCE = 8;

type Offered = Pick<Reads, 'campaigns' | 'agents' | 'calls' | 'skills' | 'dispositions' | 'contacts'>;
type Entity<Name extends ListName> = OutputOf<RemoteControlOperations[Name]>[number];

/** The adapter's read methods. */
export function createReads(
  client: Client<RemoteControlOperations>,
  phones: Phones,
  settings: Settings,
  now: () => Date,
): Offered {
  const rows = <Item>(items: readonly Item[]): Rows<Item> => ({ items, fetchedAt: now().toISOString() });
  const lister =
    <Name extends ListName, Item extends { readonly name: string }>(
      name: Name,
      record: (entity: Entity<Name>) => Item | null,
    ) =>
    async ({ nameContains }: ListQuery, ask: SendOptions): Promise<Rows<Item>> => {
      const part = nameContains?.toLocaleLowerCase();
      const entities = (await phones.list(name, ask)) as readonly Entity<Name>[];
      const records = entities.flatMap((entity) => record(entity) ?? []);
      return rows(records.filter((item) => !part || item.name.toLocaleLowerCase().includes(part)));
    };
  return {
    campaigns: lister('campaigns', (campaign) => campaignRecord(campaign, settings)),
    agents: lister('users', agentRecord),
    skills: lister('acdqueues', skillRecord),
    dispositions: lister('resultcodes', dispositionRecord),
    calls: async (query, ask) => {
      const users = await usersOf(query, phones, ask);
      const lists = await mapBounded(users, AT_ONCE, (user) => phones.callRecords(user, ask));
      const wanted = query.nativeIds && new Set(query.nativeIds);
      return rows(lists.flat().filter(({ nativeId }) => !wanted || wanted.has(nativeId)));
    },
    contacts: contactReads(client, settings.userId, now),
  };
}

/** Users whose calls a query concerns: all users where it names neither an agent nor calls. */
async function usersOf({ agent, nativeIds }: ListQuery, phones: Phones, ask: SendOptions): Promise<readonly number[]> {
  if (agent?.nativeId) return [parseUserId(agent.nativeId)];
  if (nativeIds) return [...new Set(nativeIds.map((nativeId) => parseCallNativeId(nativeId).user))];
  return phones.users(ask);
}
