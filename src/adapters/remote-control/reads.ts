/** The reads of the unified plane. */
import type { CallRecord, ListQuery, Reads, Rows } from '../adapter.ts';
import type { Client, InputOf, OutputOf, SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import type { RemoteControlOperations } from './contract.ts';
import {
  agentRecord,
  callRecord,
  campaignRecord,
  dispositionRecord,
  parseCallNativeId,
  parseUserId,
  skillRecord,
  type VendorCall,
} from './records.ts';
import { eachBounded, SharedReads } from './shared.ts';

/** Users asked for their calls at one time. */
const AT_ONCE = 8;

/** What the vendor can be read for, each identical read in flight made once. */
export class RemoteControlReads {
  private readonly shared = new SharedReads();

  constructor(
    private readonly client: Client<RemoteControlOperations>,
    /** As whom lists are asked for. */
    private readonly userId: number,
    private readonly now: () => Date,
    private readonly timeZone: string,
  ) {}

  campaigns = (query: ListQuery, ask: SendOptions) => this.list('campaigns', query, ask, campaignRecord);
  agents = (query: ListQuery, ask: SendOptions) => this.list('users', query, ask, agentRecord);
  skills = (query: ListQuery, ask: SendOptions) => this.list('acdqueues', query, ask, skillRecord);
  dispositions = (query: ListQuery, ask: SendOptions) => this.list('resultcodes', query, ask, dispositionRecord);

  calls: Reads['calls'] = async (query, ask) => {
    const users = await this.usersOf(query, ask);
    const lists = await eachBounded(users, AT_ONCE, (user) => this.callRecords(user, ask));
    const wanted = query.nativeIds && new Set(query.nativeIds);
    const items = lists.flat().filter(({ nativeId }) => !wanted || wanted.has(nativeId));
    return this.rows(items);
  };

  /** Calls of one user as the vendor tells them. */
  callsOf(user: number, ask: SendOptions): Promise<readonly VendorCall[]> {
    const { deadline, signal } = ask;
    return this.shared.read(`getcalls ${user}`, signal, () =>
      this.client.send('getcalls', { UserID: user }, { deadline }),
    );
  }

  /** A user's call in the words of the unified plane. */
  record(user: number, told: VendorCall): CallRecord {
    return callRecord(user, told, this.timeZone);
  }

  /** Every user's id. */
  async users(ask: SendOptions): Promise<readonly number[]> {
    const { items } = await this.agents({}, ask);
    return items.map(({ nativeId }) => Number(nativeId));
  }

  /** Calls of one user; a user whom the vendor will not tell of, such as one not logged in, has none. */
  async callRecords(user: number, ask: SendOptions): Promise<readonly CallRecord[]> {
    try {
      return (await this.callsOf(user, ask)).map((told) => this.record(user, told));
    } catch (error) {
      if (error instanceof CrosspointError && ['NOT_FOUND', 'FAILED_PRECONDITION'].includes(error.code)) return [];
      throw error;
    }
  }

  private async usersOf({ agent, nativeIds }: ListQuery, ask: SendOptions): Promise<readonly number[]> {
    if (agent?.nativeId) return [parseUserId(agent.nativeId)];
    if (nativeIds) return [...new Set(nativeIds.map((nativeId) => parseCallNativeId(nativeId).user))];
    return this.users(ask);
  }

  private async list<Name extends 'campaigns' | 'users' | 'acdqueues' | 'resultcodes', Item>(
    name: Name,
    { nameContains }: ListQuery,
    { signal, deadline }: SendOptions,
    record: (told: ListItem<Name>) => Item & { readonly name: string },
  ): Promise<Rows<Item>> {
    const input = { UserID: this.userId } as InputOf<RemoteControlOperations[Name]>;
    const told = await this.shared.read(name, signal, () => this.client.send(name, input, { deadline }));
    const part = nameContains?.toLocaleLowerCase();
    const records = (told as readonly unknown[] as readonly ListItem<Name>[]).map(record);
    return this.rows(records.filter((item) => !part || item.name.toLocaleLowerCase().includes(part)));
  }

  private rows<Item>(items: readonly Item[]): Rows<Item> {
    return { items, fetchedAt: this.now().toISOString() };
  }
}

type ListItem<Name extends keyof RemoteControlOperations> =
  OutputOf<RemoteControlOperations[Name]> extends readonly (infer Item)[] ? Item : never;
