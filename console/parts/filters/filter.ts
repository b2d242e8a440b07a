import { useMemo, useState } from 'react';
import { useSettled } from '../settled.ts';
import { type Bounds, boundsOf, type Period } from './period.ts';

/** The user's choices; empty texts select everything. */
export interface Choices {
  readonly period: Period;
  readonly from: string;
  readonly to: string;
  readonly number: string;
  readonly direction: string;
  readonly account: string;
  readonly agentId: string;
  readonly campaignId: string;
  readonly device: string;
  readonly annotation: string;
}

/** The conditions of `CallFilter` and `RecordingFilter` that the choices make. */
interface Conditions extends Bounds {
  readonly number?: string;
  readonly directions?: readonly string[];
  readonly accounts?: readonly string[];
  readonly agentId?: string;
  readonly campaignId?: string;
  readonly device?: string;
  readonly annotationContains?: string;
}

const NONE: Choices = {
  period: 'today',
  ...{ from: '', to: '', number: '', direction: '', account: '', agentId: '', campaignId: '' },
  ...{ device: '', annotation: '' },
};
function conditionsOf(choices: Choices) {
  const { period, from, to, number, direction, account, agentId, campaignId, device, annotation } = choices;
  return {
    ...boundsOf(period, from, to),
    ...(number && { number }),
    ...(direction && { directions: [direction] }),
    ...(account && { accounts: [account] }),
    ...(agentId && { agentId }),
    ...(campaignId && { campaignId }),
    ...(device && { device }),
    ...(annotation && { annotationContains: annotation }),
  };
}

/** The choices of the user, the conditions that they make, and a way to change them. */
export function useFilter() {
  const [choices, setChoices] = useState(NONE);
  const [round, setRound] = useState(0);
  const typed = {
    number: useSettled(choices.number.trim()),
    device: useSettled(choices.device.trim()),
    annotation: useSettled(choices.annotation.trim()),
  };
  const settled = JSON.stringify({ ...choices, ...typed });
  const conditions: Conditions = useMemo(() => conditionsOf({ ...choices, ...typed }), [settled, round]);
  return {
    choices,
    conditions,
    choose: (chosen: Partial<Choices>) => setChoices((before) => ({ ...before, ...chosen })),
    /** Moves the period to this moment, so that the list is read again. */
    refresh: () => setRound((count) => count + 1),
  };
}

/** The result of `useFilter`. */
export type Filter = ReturnType<typeof useFilter>;
