import { useRef, useState } from 'react';
import { useSession } from '../session/session.ts';
import { type ActOutcome, type ActRequest, perform } from './acts.ts';

/** An act that was sent from this page. */
export interface SentAct {
  readonly number: number;
  readonly label: string;
  /** Null while the gateway works on it. */
  readonly outcome: ActOutcome | null;
}

const SHOWN = 6;

/** Sends acts and collects what came of them, newest first; `done` runs after each. */
export function useActs(done?: (outcome: ActOutcome) => void) {
  const { http } = useSession().floor;
  const [sent, setSent] = useState<readonly SentAct[]>([]);
  const numbers = useRef(0);
  const send = async (request: ActRequest): Promise<ActOutcome> => {
    const number = ++numbers.current;
    setSent((before) => [{ number, label: request.label, outcome: null }, ...before].slice(0, SHOWN));
    const outcome = await perform(http, request);
    setSent((before) => before.map((act) => (act.number === number ? { ...act, outcome } : act)));
    done?.(outcome);
    return outcome;
  };
  return { sent, send, busy: sent.some(({ outcome }) => outcome === null) };
}
