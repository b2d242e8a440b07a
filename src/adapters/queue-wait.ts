import type { CallRecord } from './records.ts';

/** Whether a call is a wait in a queue that ended at an agent: the agent's call is the same conversation. */
export function isRoutedWait({ leftQueue }: CallRecord): boolean {
  return leftQueue === 'ROUTED';
}
