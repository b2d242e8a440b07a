import type { CallRecord } from '../../adapter.ts';
import type { Client, OutputOf, SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { SharedReads } from '../client/flights.ts';
import type { RemoteControlOperations } from '../contract/index.ts';
import { meansNone } from '../quirks.ts';
import type { Settings } from '../settings.ts';
import { callRecord, type VendorCall } from './records.ts';

/** Lists of the vendor that are requested as the service user. */
export type ListName = 'campaigns' | 'users' | 'acdqueues' | 'resultcodes';

/** The vendor's reads, identical ones in flight made once. */
export class Phones {
  private readonly shared = new SharedReads();

  constructor(
    private readonly client: Client<RemoteControlOperations>,
    private readonly settings: Settings,
  ) {}

  /** One of the vendor's lists. */
  list<Name extends ListName>(
    name: Name,
    { signal, deadline }: SendOptions,
  ): Promise<OutputOf<RemoteControlOperations[Name]>> {
    const send = () => this.client.send(name, { UserID: this.settings.userId } as never, { deadline });
    return this.shared.read(name, signal, send);
  }

  /** Calls of one user as the vendor answers them. */
  callsOf(user: number, { signal, deadline }: SendOptions): Promise<readonly VendorCall[]> {
    const send = () => this.client.send('getcalls', { UserID: user }, { deadline });
    return this.shared.read(`getcalls ${user}`, signal, send);
  }

  /**
   * Calls of one user; none where the vendor answers that the user is unknown or not logged in. Throws any other
   * failure.
   */
  async callRecords(user: number, ask: SendOptions): Promise<readonly CallRecord[]> {
    try {
      return (await this.callsOf(user, ask)).flatMap((call) => this.record(user, call) ?? []);
    } catch (error) {
      if (error instanceof CrosspointError && meansNone(error)) return [];
      throw error;
    }
  }

  /** A user's call as a record. */
  record(user: number, call: VendorCall): CallRecord | null {
    return callRecord(user, call, this.settings);
  }

  /** Ids of all users. */
  async users(ask: SendOptions): Promise<readonly number[]> {
    return (await this.list('users', ask)).flatMap(({ ID }) => ID ?? []);
  }
}
