/** The recorder's facts of a call, in its own field names. */
import type { SimulatedCall, SimulatedRecording } from '../centre/model.ts';
import type { RecorderWorld } from './world.ts';

/** USER1 to USER15 of a recording. */
export function customFields(recording: SimulatedRecording | null): Record<`USER${number}`, string> {
  const names = Array.from({ length: 15 }, (_, index) => `USER${index + 1}` as const);
  return Object.fromEntries(names.map((name) => [name, recording?.fields[name] ?? '']));
}

/** Ends, group and retention of a call, overwritten by the values that clients have set. */
export function factsOfCall(world: RecorderWorld, call: SimulatedCall) {
  const said = world.overriddenFields(call);
  return {
    GROUP: said.GROUP ?? call.person.group.slice(0, 20),
    GATE: said.GATE ?? (call.campaign?.skills[0] ?? '').slice(0, 20),
    ANI: said.ANI ?? call.ani,
    DNIS: said.DNIS ?? call.dnis,
    CALLDIRECTION: said.CALLDIRECTION ?? (call.direction === 'INBOUND' ? 'I' : 'O'),
    KEEPDAYS: said.KEEPDAYS ?? '30',
    ARCHIVEACTION: said.ARCHIVEACTION ?? '-1',
  };
}

/** Length of a recording in milliseconds, up to now while it runs. */
export function lengthOf(world: RecorderWorld, recording: SimulatedRecording): number {
  return (recording.stoppedAt ?? world.centre.now()).getTime() - recording.startedAt.getTime();
}
