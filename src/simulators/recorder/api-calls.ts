/** Calls and recordings that an API client began, beside those of the centre. */
import type { SimulatedCall, SimulatedPerson, SimulatedRecording } from '../centre/model.ts';
import type { RecorderRequest } from './request.ts';

const FIRST_RECORD_ID = 9_000_000;

/** A call by CALLSTART; `id` where the request names none. */
export function apiCall(person: SimulatedPerson, id: string, request: RecorderRequest, now: Date): SimulatedCall {
  return {
    id: request.get('CALLID') || id,
    carrier: person.carrier,
    remoteCallId: 0,
    person,
    campaign: null,
    direction: request.get('CALLDIRECTION') === 'O' ? 'OUTBOUND' : 'INBOUND',
    ani: request.get('ANI'),
    dnis: request.get('DNIS'),
    customerName: '',
    state: 'CONNECTED',
    startedAt: now,
    connectedAt: now,
    disconnectedAt: null,
    endedAt: null,
    disposition: null,
    transferredTo: null,
    recording: null,
    heldAt: null,
    heldMilliseconds: 0,
  };
}

/** The facts of a recording by an API client. */
interface RecordingFacts {
  readonly number: number;
  readonly instance: string | undefined;
  readonly startedAt: Date;
  readonly fields: Readonly<Record<string, string>>;
}

/** A recording by CALLSTART, or a partial one by RECORDSTART. */
export function apiRecording(
  call: SimulatedCall,
  { number, instance, startedAt, fields }: RecordingFacts,
): SimulatedRecording {
  const device = call.person.extension;
  const stamp = startedAt.toISOString().slice(0, 10).replaceAll('-', '');
  return {
    recordId: FIRST_RECORD_ID + number,
    call,
    callInstance: instance || String(FIRST_RECORD_ID + number),
    core: 1,
    channel: 200 + number,
    fileName: `C:\\Recordings\\${stamp}\\${device}\\${device}-${number}.cca`,
    startedAt,
    stoppedAt: null,
    state: 'RECORDING',
    blackouts: [],
    fields: { ...fields },
  };
}

/** The person at a phone that the centre does not know. */
export function unknownPersonAt(device: string, now: Date): SimulatedPerson {
  const names = { firstName: '', lastName: '', userName: '', email: '', employeeId: '', stationName: '', group: '' };
  const ids = { index: -1, five9Id: '0', remoteId: 0, recorderId: 0, carrier: 'remote-control' as const };
  return { ...names, ...ids, extension: device, skills: [], presence: 'READY', presenceSince: now, reasonCode: null };
}
