/** Native ids: the vendor's internalId or, where an entity has none, its externalId. */
import type { ValueOf } from '../../contract.ts';
import type { campaign } from '../contract/types.ts';
import type { Organization } from './organization.ts';

type Ids = Pick<ValueOf<typeof campaign>, 'internalId' | 'externalId'>;

const BY_EXTERNAL_ID = 'externalId ';

/** The native id of a campaign; null without any id. */
export function campaignNativeId({ internalId, externalId }: Ids): string | null {
  return internalId || (externalId ? `${BY_EXTERNAL_ID}${externalId}` : null);
}

/** How a campaign is named to the vendor: by internalId, or by externalId and owner (guide lines 171 and 383). */
export function campaignKey(nativeId: string, owner: Organization) {
  if (!nativeId.startsWith(BY_EXTERNAL_ID)) return { internalId: nativeId };
  return { externalId: nativeId.slice(BY_EXTERNAL_ID.length), owner };
}

/** Whether two sets of ids name one campaign. */
export function isSameCampaign(one: Ids | null | undefined, other: Ids): boolean {
  if (!one) return false;
  if (one.internalId && other.internalId) return one.internalId === other.internalId;
  return Boolean(one.externalId) && one.externalId === other.externalId;
}

/** Batches of this gateway have an externalId that no other has; of other ones it is unique within a campaign alone (l. 680). */
const GATEWAY_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const BY_INTERNAL_ID = /^internalId (\S+)(?: externalId ([\s\S]+))?$/;

/** The native id of a batch; null without any id. */
export function batchNativeId({ internalId, externalId }: Ids): string | null {
  if (!internalId || (externalId && GATEWAY_ID.test(externalId))) return externalId || null;
  return `internalId ${internalId}${externalId ? ` externalId ${externalId}` : ''}`;
}

/** The ids of a batch. */
export function batchKey(nativeId: string): { readonly internalId?: string; readonly externalId?: string } {
  const [, internalId, externalId] = BY_INTERNAL_ID.exec(nativeId) ?? [];
  if (internalId === undefined) return { externalId: nativeId };
  return { internalId, ...(externalId !== undefined && { externalId }) };
}
