import type { FaultInjector } from '../../src/simulators/simulator.ts';

/** Ways in which a vendor's transport fails, with the code of a read and that of an act, which may have been done. */
export const TRANSPORT_FAULTS: readonly (readonly [FaultInjector['kind'], read: string, act: string])[] = [
  ['down', 'UNAVAILABLE', 'OUTCOME_UNKNOWN'],
  ['hang', 'TIMEOUT', 'OUTCOME_UNKNOWN'],
  ['drip', 'TIMEOUT', 'OUTCOME_UNKNOWN'],
  ['html', 'BAD_RESPONSE', 'OUTCOME_UNKNOWN'],
  ['empty', 'BAD_RESPONSE', 'OUTCOME_UNKNOWN'],
  ['half', 'BAD_RESPONSE', 'OUTCOME_UNKNOWN'],
];

/** A vendor that refuses to serve has not done the act. */
export const NOT_SERVED = ['unavailable', 'UNAVAILABLE', 'UNAVAILABLE'] as const;
