import type { ReactNode } from 'react';
import { words } from '../words.ts';

interface Named {
  readonly name: string;
}

/** The facts that a live call and a past one share. */
interface Described {
  readonly customerName: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly direction: string | null;
  readonly device: string | null;
  readonly agent: Named | null;
  readonly campaign?: Named | null;
  readonly queue?: Named | null;
}

/** Parties, agent, campaign and queue of a call, as `Facts` shows them. */
export function callFacts(call: Described): readonly (readonly [name: string, value: ReactNode])[] {
  return [
    ['Customer', call.customerName],
    ['From', call.from],
    ['To', call.to],
    ['Direction', call.direction && words(call.direction)],
    ['Agent', call.agent?.name],
    ['Device', call.device],
    ['Campaign', call.campaign?.name],
    ['Queue', call.queue?.name],
  ];
}
