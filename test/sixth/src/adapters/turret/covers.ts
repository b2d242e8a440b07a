import type { UnifiedUse } from '../vendor.ts';

/** Fields of the unified plane that each operation serves. */
export const covers: UnifiedUse = {
  listDealers: ['agents'],
  listLines: ['calls'],
  holdLine: ['callHold'],
};
