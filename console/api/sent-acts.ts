import { useRef, useState } from 'react';
import type { LiveFloor } from '../live/floor.ts';
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
const RECORDING_STATE = /^[A-Z_]+$/;

/** A recorder that pauses reports no change of the call: its row shows the state that the act read back. */
function showRecordingState({ calls }: LiveFloor, { input }: ActRequest, { tone, text }: ActOutcome): void {
  const call = typeof input.callId === 'string' ? calls.get(input.callId) : undefined;
  if (call && tone === 'good' && RECORDING_STATE.test(text)) calls.set({ ...call, recordingState: text });
}

/** Sends acts and collects what came of them, newest first; `done` runs after each. */
export function useActs(done?: (outcome: ActOutcome) => void) {
  const { floor } = useSession();
  const [sent, setSent] = useState<readonly SentAct[]>([]);
  const numbers = useRef(0);
  const send = async (request: ActRequest): Promise<ActOutcome> => {
    const number = ++numbers.current;
    setSent((before) => [{ number, label: request.label, outcome: null }, ...before].slice(0, SHOWN));
    const outcome = await perform(floor.http, request);
    showRecordingState(floor, request, outcome);
    setSent((before) => before.map((act) => (act.number === number ? { ...act, outcome } : act)));
    done?.(outcome);
    return outcome;
  };
  return { sent, send, busy: sent.some(({ outcome }) => outcome === null) };
}
