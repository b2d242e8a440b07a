import type { CallRecord } from '../../adapter.ts';
import { SingleFlight } from '../../calls/single-flight.ts';
import type { Client, OutputOf, SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { RemoteControlOperations } from '../contract/index.ts';
import { isEmptyResult } from '../quirks.ts';
import type { Settings } from '../settings.ts';
import { callRecord, type PhoneCall } from './records.ts';

/** Lists of the vendor that are requested as the service user. */
export type ListName = 'campaigns' | 'users' | 'acdqueues' | 'resultcodes';

/** A shared answer for one caller; TIMEOUT as soon as the caller leaves. */
function forCaller<Value>(answer: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  return answer.catch((thrown: unknown) => {
    if (!signal?.aborted || thrown instanceof CrosspointError) throw thrown;
    throw new CrosspointError('TIMEOUT', 'The caller disconnected before the answer');
  });
}

/** Calls remembered after they were read. */
const MOST_SEEN = 5_000;

/** The vendor's reads; identical concurrent ones share one call. */
export class Phones {
  /** The start of the newest call that was read of each user and id, as ids are used again. */
  private readonly seen = new Map<string, string>();

  private readonly lists = new SingleFlight<unknown>();
  private readonly calls = new SingleFlight<readonly PhoneCall[]>();

  constructor(
    private readonly client: Client<RemoteControlOperations>,
    private readonly settings: Settings,
  ) {}

  /** One of the vendor's lists. */
  list<Name extends ListName>(
    name: Name,
    { signal, deadline }: SendOptions,
  ): Promise<OutputOf<RemoteControlOperations[Name]>> {
    const input = { UserID: this.settings.userId } as never;
    const send = (shared: AbortSignal) => this.client.send(name, input, { signal: shared, deadline });
    const answer = this.lists.join(name, signal, send) as Promise<OutputOf<RemoteControlOperations[Name]>>;
    return forCaller(answer, signal);
  }

  /** Calls of one user as the vendor answers them. */
  callsOf(user: number, { signal, deadline }: SendOptions): Promise<readonly PhoneCall[]> {
    const send = async (shared: AbortSignal) => {
      const calls = await this.client.send('getcalls', { UserID: user }, { signal: shared, deadline });
      for (const { CallId, CallStartTime } of calls) this.see(`${user}/${CallId}`, CallStartTime);
      return calls;
    };
    return forCaller(this.calls.join(String(user), signal, send), signal);
  }

  /**
   * Calls of one user; none where the vendor answers that the user is unknown or not logged in. Throws any other
   * failure.
   */
  async callRecords(user: number, ask: SendOptions): Promise<readonly CallRecord[]> {
    try {
      return (await this.callsOf(user, ask)).flatMap((call) => this.record(user, call) ?? []);
    } catch (error) {
      if (error instanceof CrosspointError && isEmptyResult(error)) return [];
      throw error;
    }
  }

  private see(place: string, startedAt: string | null | undefined): void {
    if (!startedAt) return;
    this.seen.delete(place);
    this.seen.set(place, startedAt);
    if (this.seen.size > MOST_SEEN) this.seen.delete(this.seen.keys().next().value ?? '');
  }

  /** Whether no later call with its id was read on the phone of a user since a call was. */
  isNewest(user: number, call: number, startedAt: string): boolean {
    return this.seen.get(`${user}/${call}`) === startedAt;
  }

  record(user: number, call: PhoneCall): CallRecord | null {
    return callRecord(user, call, this.settings);
  }

  /** Ids of all users. */
  async users(ask: SendOptions): Promise<readonly number[]> {
    return (await this.list('users', ask)).flatMap(({ ID }) => ID ?? []);
  }
}
