import { ACT_NAMES } from '../../schema/acts/acts.ts';
import type { Adapter } from './adapter.ts';

/** The optional methods, from which an account's capability list is computed. */
const ROLES = [
  'campaigns',
  'agents',
  'calls',
  'pastCalls',
  'callbacks',
  'recordings',
  'recordingMedia',
  'dispositions',
  'skills',
  'contactLists',
  'contacts',
  'contactImports',
  'doNotCall',
  'reasonCodes',
  'campaignDispositions',
  'campaignSkills',
  'campaignLists',
  'campaignNumbers',
  ...ACT_NAMES,
  'importProgress',
  'reportProgress',
  'events',
  'watch',
] as const satisfies readonly (keyof Adapter)[];

/** The name of an optional method, which is a capability. */
export type AdapterRole = (typeof ROLES)[number];

/** The capabilities of an adapter. */
export function rolesOf(adapter: Adapter): readonly AdapterRole[] {
  return ROLES.filter((role) => typeof adapter[role] === 'function');
}
