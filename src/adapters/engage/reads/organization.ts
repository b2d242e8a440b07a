import type { ValueOf } from '../../contract.ts';
import type { org } from '../contract/types.ts';

/** The organization an account works for. */
export type Organization = ValueOf<typeof org>;
