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
