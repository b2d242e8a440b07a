/** The open questions of the vendor's guide. */
import type { Readings } from '../readings.ts';

/** The open readings: none. */
export const readings: Readings = [];
