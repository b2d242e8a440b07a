import { VendorApi } from '../../schema/vocabulary.ts';
import * as spoken from './index.ts';
import type { Vendor } from './vendor.ts';

const words = Object.keys(VendorApi);

/** Every supported vendor API, in the order of `VendorApi`. */
export const vendors: readonly Vendor[] = Object.values(spoken).sort(
  (one, other) => words.indexOf(one.api) - words.indexOf(other.api),
);
