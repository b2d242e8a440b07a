/** The centre's events as CALLCOPYEVENT documents, each type with the fields that the manual prints for it. */
import { events } from '../../adapters/recorder/contract/events.ts';
import type { SimulatedCall, SimulatedRecording } from '../centre/model.ts';
import { customFields, factsOfCall } from './facts.ts';
import type { RecorderWorld } from './world.ts';
import { type Content, clock } from './writer.ts';
import { ZONE } from './zone.ts';

/** The subject of an event. */
export interface RecorderOccurrence {
  readonly call: SimulatedCall;
  readonly recording?: SimulatedRecording;
}

/** The blank that the manual prints before these two types. */
const WITH_BLANK: ReadonlySet<string> = new Set(['RECORDINGPAUSED', 'RECORDINGRESUMED']);

/** Events of a running recording, whose GLOBALCALLID the reading `event-call-id` decides. */
const WHILE_RECORDING: ReadonlySet<string> = new Set(['RECORDINGSTARTED', 'RECORDINGPAUSED', 'RECORDINGRESUMED']);

/** Writes one event. */
export function recorderEvent(world: RecorderWorld, type: string, occurrence: RecorderOccurrence): Content {
  return {
    EVENTCLASS: type.startsWith('CALL') ? 'CALL' : 'RECORD',
    EVENTTYPE: WITH_BLANK.has(type) ? ` ${type}` : type,
    MODULE: 'Api',
    EVENTXREF: '0',
    EVENTDATA: dataOf(world, type, occurrence),
  };
}

type Section = { readonly [name: string]: Content };

function dataOf(world: RecorderWorld, type: string, { call, recording }: RecorderOccurrence): Section {
  const known: Record<string, Content> = {
    ...whoAndWhat(world, call),
    ...customFields(recording ?? world.recordingOf(call)),
    ...factsOfCall(world, call),
    STARTTIME: clock(call.startedAt, ZONE),
    CALLINSTANCE: recording?.callInstance ?? world.instanceOf(call),
    FILENAME: recording?.fileName,
    CHANNEL: recording?.channel,
    ERRORREASON: 'NONE',
    RECORDID: recording?.stoppedAt ? recording.recordId : undefined,
    COREIDENT: recording?.core ?? 1,
  };
  if (world.readings.is('global-call-id', 'own')) known.GLOBALCALLID = recorderNumber(call);
  if (world.readings.is('event-call-id', 'at-the-end') && WHILE_RECORDING.has(type)) known.GLOBALCALLID = '';
  const { fields } = events[type as keyof typeof events];
  return Object.fromEntries(Object.keys(fields).map((name) => [name, known[name]]));
}

/** A number of the core and of the call at it, as the manual prints one (l. 3085). */
function recorderNumber({ startedAt }: SimulatedCall): string {
  return `0001${String(startedAt.getTime()).slice(-11)}`;
}

function whoAndWhat(world: RecorderWorld, call: SimulatedCall): Section {
  const { extension, recorderId, stationName } = call.person;
  const user = world.directory.sittingAt(extension);
  return {
    GLOBALCALLID: call.id,
    DEVICEID: extension,
    DEVICEALIAS: world.directory.aliasOf(extension),
    AGENTID: recorderId,
    ...world.directory.networkNames(user),
    STATION: stationName,
  };
}
