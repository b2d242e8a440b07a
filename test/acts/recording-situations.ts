import type { SimulatedRecording } from '../../src/simulators/centre/model.ts';
import type { Floor } from './floor.ts';
import { type Brought, parkedBesideAnother, talk } from './situations.ts';

type Arrange = (floor: Floor, brought: Brought, recording: SimulatedRecording) => void | Promise<void>;

/** The columns of the table of acts on recordings in docs/acts.md. */
export const RECORDING_SITUATIONS: Readonly<Record<string, Arrange>> = {
  recorded: () => {},
  paused: ({ centre }, _, recording) => centre.pauseRecording(recording),
  stopped: ({ centre }, _, recording) => centre.stopRecording(recording),
  'two partial recordings': async (floor, { id }) => void (await floor.act('recordingStart', { callId: id }, 'state')),
  'two recorded calls': parkedBesideAnother,
  'unrecorded beside a recorded call': async (floor, brought, recording) => {
    floor.centre.stopRecording(recording);
    await parkedBesideAnother(floor, brought);
  },
  'two unrecorded calls': async (floor, brought, recording) => {
    const { centre } = floor;
    centre.stopRecording(recording);
    await parkedBesideAnother(floor, brought);
    for (const { recording: other } of centre.liveCalls(brought.person))
      if (other && other.state !== 'STOPPED') centre.stopRecording(other);
  },
  'another call in its place': (floor, brought) => replace(floor, brought),
  'call ended': ({ centre }, { call }) => centre.dispose(call, 'Resolved'),
  'ended as the act is sent': (floor, { call }) => afterReading(floor, () => floor.centre.dispose(call, 'Resolved')),
  'another call as the act is sent': (floor, brought) => afterReading(floor, () => replace(floor, brought)),
};

function replace({ centre }: Floor, { call, person }: Brought): void {
  centre.dispose(call, 'Resolved');
  talk(centre, person);
}

/** Has something happen once the recorder answered the reading of a status that comes before its command. */
function afterReading({ recorder }: Floor, change: () => void): void {
  const received = recorder.received as Map<string, number>;
  const set = received.set.bind(received);
  let readings = 0;
  // The first reading finds the recorder of the phone, the second one is the act's.
  received.set = (operation, count) => {
    if (operation === 'DEVICERECORDINGSTATUS') readings += 1;
    if (readings < 2) return set(operation, count);
    received.set = set;
    setImmediate(change);
    return set(operation, count);
  };
}
