import type { CallRecord } from '../../src/adapters/adapter.ts';
import type { SimulatedCall, SimulatedPerson, SimulatedRecording } from '../../src/simulators/centre/model.ts';
import type { ContactBatch } from '../../src/simulators/engage/store.ts';
import type { SimulatedDesk } from '../../src/simulators/five9-cti/desk.ts';
import type { Floor } from './floor.ts';

/** Everything that an act could change, by name: `call 1f…`, `recording 554001`, `agent jdoe1`, `campaign 1001`. */
export type State = ReadonlyMap<string, string>;

/** The name of a call in a state. */
export function callKey({ id }: SimulatedCall): string {
  return `call ${id}`;
}

/** The name of a callback in a state. */
export function callbackKey({ userName }: SimulatedPerson, id: string): string {
  return `callback ${userName}/${id}`;
}

/** The name of an agent's desk in a state. */
export function deskKey({ userName }: SimulatedPerson): string {
  return `desk ${userName}`;
}

/** The name of a recording in a state. */
export function recordingKey({ recordId }: SimulatedRecording): string {
  return `recording ${recordId}`;
}

/** Reads the state of the simulators themselves, second calls on the dialler's phones by its own wire. */
export async function stateOf(floor: Floor): Promise<State> {
  const { centre, recorder, engage } = floor;
  const entries: [string, unknown][] = [
    ...centre.calls.map((call) => [callKey(call), shownCall(floor, call)] as [string, unknown]),
    ...recorder.recordings().map((each) => [recordingKey(each), shownRecording(each)] as [string, unknown]),
    ...centre.people.map(
      ({ userName, presence, reasonCode }) => [`agent ${userName}`, { presence, reasonCode }] as [string, unknown],
    ),
    ...centre.campaigns.map(
      ({ id, name, state, description }) => [`campaign ${id}`, { name, state, description }] as [string, unknown],
    ),
    ...recorder.mailed.map((mail, index) => [`mail ${index}`, mail] as [string, unknown]),
    ...(await secondCalls(floor)),
    ...centre.people.flatMap((person) => deskState(floor, person)),
    ...listState(floor),
    ...engage.store.batches.items.map(
      (batch) => [`batch ${batch.value.externalId}`, shownBatch(floor, batch)] as [string, unknown],
    ),
  ];
  return new Map(entries.map(([key, value]) => [key, JSON.stringify(value)]));
}

/** The consultation and the conference of a desk, which the centre does not know. */
function deskState(floor: Floor, person: SimulatedPerson): [string, unknown][] {
  const desk = floor.desk(person);
  if (!desk) return [];
  const { consultation, parties } = desk;
  const consulted = consultation && { ...consultation, call: consultation.call.id };
  return [[deskKey(person), { consulted, parties: [...parties.values()] }], ...callbackState(desk)];
}

/** The callbacks that a desk lists, and whether each was dismissed. */
function callbackState({ person, storage: { callbacks, dismissed } }: SimulatedDesk): [string, unknown][] {
  return [...callbacks].map(([id, callback]) => [
    callbackKey(person, id),
    { ...callback, isDismissed: dismissed.has(id) },
  ]);
}

/** Contacts, lists, their use by campaigns, and the do-not-call list. */
function listState({ config: { domain } }: Floor): [string, unknown][] {
  return [
    ...domain.contacts.all.map(({ id, values }) => [`contact ${id}`, values] as [string, unknown]),
    ...domain.lists.names.map((name) => [`list ${name}`, [...domain.contacts.members(name)]] as [string, unknown]),
    ...[...domain.doNotCall].map((number) => [`dnc ${number}`, true] as [string, unknown]),
    ...domain.campaigns.items.flatMap(({ settings, lists, numbers }) => [
      [`lists of ${settings.name}`, lists] as [string, unknown],
      [`numbers of ${settings.name}`, numbers] as [string, unknown],
    ]),
  ];
}

function shownBatch({ engage: { store } }: Floor, batch: ContactBatch) {
  return { campaign: batch.campaignId, state: store.batchState(batch), contacts: batch.attempts.length };
}

function shownCall({ centre }: Floor, call: SimulatedCall) {
  const { person, state, disposition, transferredTo, recording } = call;
  const parked = centre.parked.has(call);
  return { on: person.userName, state, parked, disposition, transferredTo, recording: recording?.recordId };
}

function shownRecording({ state, fields, blackouts, stoppedAt }: SimulatedRecording) {
  return { state, fields, blackouts: blackouts.map(({ to }) => (to === null ? 'open' : 'closed')), stoppedAt };
}

/** A second call of a phone is known to the dialler's simulator alone. */
async function secondCalls({ centre, adapters }: Floor): Promise<[string, unknown][]> {
  const dialler = adapters.get('remote-control');
  const started = new Set(
    centre.liveCalls().map(({ startedAt, person }) => `${person.remoteId} ${startedAt.getTime()}`),
  );
  const rows = (await dialler?.calls?.({}, {}))?.items ?? [];
  const isSecond = ({ nativeId }: CallRecord) => {
    const [user = '', rest = ''] = nativeId.split('/');
    return !started.has(`${user} ${Date.parse(rest.split('@')[1] ?? '')}`);
  };
  return rows.filter(isSecond).map(({ nativeId, state }) => [`second ${nativeId}`, { state }]);
}

/** What differs between two states, by name. */
export function changes(before: State, after: State): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name) !== after.get(name));
}
