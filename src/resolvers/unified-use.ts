import type { UnifiedUse } from '../adapters/coverage.ts';
import { covers as engage } from '../adapters/engage/covers.ts';
import { covers as five9Config } from '../adapters/five9-config/covers.ts';
import { covers as five9Cti } from '../adapters/five9-cti/covers.ts';
import { covers as recorder } from '../adapters/recorder/covers.ts';
import { covers as remoteControl } from '../adapters/remote-control/covers.ts';

/** Which fields of the unified plane each vendor's operations serve; a test holds every name against the schema and the contracts. */
export const unifiedUse: UnifiedUse = {
  'five9-config': five9Config,
  'five9-cti': five9Cti,
  'remote-control': remoteControl,
  recorder,
  engage,
};
