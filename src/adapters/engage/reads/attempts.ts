/** Attempts to reach contacts, found by what the vendor can search for, whole although its lists may hold keys alone. */
import type { ListQuery } from '../../adapter.ts';
import type { Client, SendOptions, ValueOf } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { type EngageOperations, engageContract } from '../contract/index.ts';
import type { contact, contactAttempt } from '../contract/types.ts';
import { missingObject } from '../quirks.ts';
import { batchKey } from './keys.ts';
import type { Organization } from './organization.ts';
import { readWindows, unlessTooLarge, type Window, type WindowedRows } from './windows.ts';

/** An attribute beyond the documented ones. */
export interface OtherAttribute {
  readonly name: string;
  readonly value?: string | null;
}

/** An attempt as the vendor answers it. */
export type VendorAttempt = ValueOf<typeof contactAttempt> & { readonly _other?: readonly OtherAttribute[] };

/** The search for attempts: by the contact's externalId, or by that of its first device (guide line 985). */
export type ContactSample = ValueOf<typeof contact>;

/** Attempts of one showContactAttempts (guide line 976). */
const MOST_SHOWN = 100;
const DAY = 86_400_000;
const CAP = engageContract.operations.listContactAttempts.cap ?? Number.POSITIVE_INFINITY;
const BATCH_CAP = engageContract.operations.listContactAttemptsUsingContactBatch.cap ?? Number.POSITIVE_INFINITY;

/** The reads of attempts. */
export class Attempts {
  constructor(
    private readonly client: Client<EngageOperations>,
    private readonly org: Organization,
    private readonly now: () => Date,
  ) {}

  /** Attempts of a contact within the time of a query; truncated where the query has no `startedAfter`. */
  async search(sample: ContactSample, query: ListQuery, ask: SendOptions): Promise<WindowedRows<VendorAttempt>> {
    const input = { org: this.org, sample: { contact: sample } };
    const bounded = query.startedAfter || query.startedBefore;
    // Without bounds the vendor returns 24 hours by its own clock (guide line 1009).
    const recent = bounded ? null : await unlessTooLarge(this.client.send('listContactAttempts', input, ask));
    const whole = recent !== null && recent.length < CAP;
    const found = whole
      ? { items: recent, truncated: false }
      : await this.windows(input, windowOf(query, this.now()), ask);
    const distinct = [...new Map(found.items.map((item) => [item.internalId, item])).values()];
    return { items: await this.resolved(distinct, ask), truncated: found.truncated || !query.startedAfter };
  }

  /** Attempts of a batch, of 24 hours from a moment (guide line 1085) or until now. */
  async ofBatch(nativeId: string, query: ListQuery, ask: SendOptions): Promise<WindowedRows<VendorAttempt>> {
    const contactBatch = batchKey(nativeId);
    const list = (times: { readonly fromTime?: string; readonly toTime?: string }) =>
      this.client
        .send('listContactAttemptsUsingContactBatch', { contactBatch, ...times }, ask)
        .catch(unlessUnscheduled);
    const bounded = query.startedAfter || query.startedBefore;
    const found = bounded
      ? await readWindows(windowOf(query, this.now()), BATCH_CAP, ({ from, to }) =>
          list({ fromTime: from, toTime: to }),
        )
      : { items: await list({}), truncated: false };
    const isCut = found.truncated || found.items.length >= BATCH_CAP || !query.startedAfter;
    return { items: await this.resolved(found.items, ask), truncated: isCut };
  }

  private windows(
    input: { readonly org: Organization; readonly sample: { readonly contact: ContactSample } },
    window: Window,
    ask: SendOptions,
  ): Promise<WindowedRows<VendorAttempt>> {
    return readWindows(window, CAP, async ({ from, to }) =>
      Date.parse(from) < Date.parse(to)
        ? this.client.send('listContactAttempts', { ...input, fromTime: from, toTime: to }, ask)
        : [],
    );
  }

  /** Attempts by internalId, in hundreds; unknown ones are left out. */
  async show(internalIds: readonly string[], ask: SendOptions): Promise<readonly VendorAttempt[]> {
    const shown: VendorAttempt[] = [];
    for (let at = 0; at < internalIds.length; at += MOST_SHOWN)
      shown.push(...(await this.showSome(internalIds.slice(at, at + MOST_SHOWN), ask)));
    return shown;
  }

  /**
   * One unknown id fails the whole call. Where the fault names it, the call is repeated without it once; otherwise, and
   * where there is another one, for each half.
   */
  private async showSome(
    internalIds: readonly string[],
    ask: SendOptions,
    isRepeated = false,
  ): Promise<readonly VendorAttempt[]> {
    if (internalIds.length === 0) return [];
    try {
      const contactAttempts = internalIds.map((internalId) => ({ internalId }));
      return await this.client.send('showContactAttempts', { contactAttempts }, ask);
    } catch (error) {
      if (!(error instanceof CrosspointError) || error.code !== 'NOT_FOUND') throw error;
      if (internalIds.length === 1) return [];
      const missing = missingObject(error);
      const rest = internalIds.filter((internalId) => internalId !== missing);
      if (rest.length < internalIds.length && !isRepeated) return this.showSome(rest, ask, true);
      const middle = Math.ceil(rest.length / 2);
      const halves = [rest.slice(0, middle), rest.slice(middle)];
      return (await Promise.all(halves.map((half) => this.showSome(half, ask)))).flat();
    }
  }

  /** Replaces keys by the attempts they name (readings.ts, `answers`). */
  private async resolved(listed: readonly VendorAttempt[], ask: SendOptions): Promise<readonly VendorAttempt[]> {
    const keys = listed.filter(isKey).flatMap(({ internalId }) => internalId ?? []);
    if (keys.length === 0) return listed;
    return [...listed.filter((attempt) => !isKey(attempt)), ...(await this.show(keys, ask))];
  }
}

/** The guide calls the operation "Unscheduled" (line 1069), so that an account may lack it (readings.ts, `batch-attempts`). */
function unlessUnscheduled(thrown: unknown): never {
  if (!(thrown instanceof CrosspointError) || thrown.code === 'NOT_FOUND' || !isUndocumented(thrown)) throw thrown;
  const { operation, vendorCode, cause } = thrown;
  throw new CrosspointError('UNSUPPORTED', 'The vendor does not list the attempts of a batch', {
    ...{ operation, vendorCode, cause },
  });
}

const LIST_FAULTS = engageContract.operations.listContactAttemptsUsingContactBatch.faults.map(({ name }) => name);

/** A fault other than the documented ones of the operation. */
function isUndocumented({ code, vendorCode }: CrosspointError): boolean {
  const isFault = code === 'BAD_RESPONSE' || code === 'INTERNAL' || code === 'UNSUPPORTED';
  return isFault && !LIST_FAULTS.some((name) => name === vendorCode);
}

function isKey({ contact: contacted, secondaryDevice, messageText, _other: others }: VendorAttempt): boolean {
  return !contacted && !secondaryDevice && !messageText && !others?.length;
}

/** The requested period; one bound alone would mean 24 hours from it (guide lines 1010 and 1011). */
export function windowOf({ startedAfter, startedBefore }: ListQuery, now: Date): Window {
  const to = startedBefore && Date.parse(startedBefore) < now.getTime() ? startedBefore : now.toISOString();
  return { from: startedAfter ?? new Date(Date.parse(to) - DAY).toISOString(), to };
}
