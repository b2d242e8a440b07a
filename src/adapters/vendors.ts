import { vendor as engage } from './engage/index.ts';
import { vendor as five9Config } from './five9-config/index.ts';
import { vendor as five9Cti } from './five9-cti/index.ts';
import { vendor as recorder } from './recorder/index.ts';
import { vendor as remoteControl } from './remote-control/index.ts';
import type { Vendor } from './vendor.ts';

/** Every vendor API the gateway speaks. */
export const vendors: readonly Vendor[] = [five9Config, five9Cti, remoteControl, recorder, engage];
