/** The numbers the simulated vendor writes where the guide gives none, and what they mean for an account's settings. */
import type { SimulatedCall } from '../centre/model.ts';

interface NumberTable {
  readonly callState: Readonly<Record<SimulatedCall['state'], number>>;
  readonly callStatus: { readonly INBOUND: number; readonly OUTBOUND: number };
  readonly recordingState: { readonly STOPPED: number; readonly RECORDING: number; readonly PAUSED: number };
  readonly running: number;
  readonly idle: number;
}

const FROM_ONE: NumberTable = {
  callState: { RINGING: 1, CONNECTED: 2, HELD: 3, WRAP_UP: 4, ENDED: 4 },
  callStatus: { INBOUND: 1, OUTBOUND: 2 },
  recordingState: { STOPPED: 0, RECORDING: 1, PAUSED: 2 },
  ...{ running: 1, idle: 0 },
};

const FROM_TEN: NumberTable = {
  callState: { RINGING: 10, CONNECTED: 20, HELD: 30, WRAP_UP: 40, ENDED: 40 },
  callStatus: { INBOUND: 7, OUTBOUND: 3 },
  recordingState: { STOPPED: 1, RECORDING: 2, PAUSED: 3 },
  ...{ running: 5, idle: 2 },
};

/** The table of a reading of `numbers`. */
export function numberTable(reading: string): NumberTable {
  return reading === 'from-ten' ? FROM_TEN : FROM_ONE;
}

/** The table as the `numbers` setting of an account. */
export function numberSettings({ callState, callStatus, recordingState, running }: NumberTable) {
  const { RINGING, CONNECTED, HELD, WRAP_UP } = callState;
  const { STOPPED, RECORDING, PAUSED } = recordingState;
  return {
    callState: { [RINGING]: 'RINGING', [CONNECTED]: 'CONNECTED', [HELD]: 'HELD', [WRAP_UP]: 'WRAP_UP' },
    callStatus: { [callStatus.INBOUND]: 'INBOUND', [callStatus.OUTBOUND]: 'OUTBOUND' },
    recordingState: { [STOPPED]: 'NOT_RECORDING', [RECORDING]: 'RECORDING', [PAUSED]: 'PAUSED' },
    campaignStatus: { [running]: 'RUNNING' },
  };
}
