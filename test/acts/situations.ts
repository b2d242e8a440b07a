import type { Centre, SimulatedCall, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import type { Floor } from './floor.ts';

/** A call brought into a situation, with its global id. */
export interface Brought {
  readonly call: SimulatedCall;
  readonly id: string;
  readonly person: SimulatedPerson;
}

const CUSTOMER = '+16145550143';

/** Places and answers a call on a phone. */
export function talk(centre: Centre, person: SimulatedPerson): SimulatedCall {
  const call = centre.dial(person, CUSTOMER, null);
  centre.answer(call);
  return call;
}

async function begin(floor: Floor, person: SimulatedPerson): Promise<Brought> {
  await clear(floor, person);
  floor.centre.advanceTo(new Date(floor.centre.now().getTime() + 1));
  const call = talk(floor.centre, person);
  return { call, person, id: (await floor.callId(call)) ?? '' };
}

/** Ends every call of a phone, second calls of the dialler included. */
async function clear({ centre, adapters }: Floor, person: SimulatedPerson): Promise<void> {
  for (const call of centre.liveCalls(person)) centre.dispose(call, 'Resolved');
  if (person.carrier === 'five9-cti') return;
  const dialler = adapters.get('remote-control');
  const rows = await dialler?.calls?.({ agent: { nativeId: String(person.remoteId) } }, {});
  for (const { nativeId } of rows?.items ?? []) await dialler?.callDispose?.(nativeId, { disposition: 'Resolved' }, {});
}

/** Parks the call by the act, since the status of a desk does not list parked calls. */
async function park(floor: Floor, { id }: Brought): Promise<void> {
  const { userErrors } = await floor.act('callPark', { id }, 'call { state }');
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
}

/** A parked call of an agent that is on another call. */
export async function parkedBesideAnother(floor: Floor, brought: Brought): Promise<void> {
  await park(floor, brought);
  talk(floor.centre, brought.person);
}

/** Two active calls: on a desk by parking and retrieving, at the dialler by dialling while the first is on hold. */
async function twoActiveCalls(floor: Floor, { call, person }: Brought): Promise<void> {
  const { centre } = floor;
  if (person.carrier === 'remote-control') {
    centre.hold(call);
    centre.advanceTo(new Date(centre.now().getTime() + 1));
    await floor.act('callDial', { agentId: floor.agentId(person), number: CUSTOMER }, 'call { id }');
    return;
  }
  centre.hold(call);
  centre.parked.add(call);
  talk(centre, person);
  centre.parked.delete(call);
  centre.retrieve(call);
}

type Arrange = (floor: Floor, brought: Brought) => void | Promise<void>;

/** The columns of the table of acts on calls in docs/acts.md. */
export const SITUATIONS: Readonly<Record<string, Arrange>> = {
  'one call': () => {},
  'on hold': ({ centre }, { call }) => centre.hold(call),
  parked: (floor, brought) => park(floor, brought),
  'two calls': twoActiveCalls,
  'parked, another call': parkedBesideAnother,
  ended: ({ centre }, { call }) => centre.dispose(call, 'Resolved'),
  'another call in its place': ({ centre }, { call, person }) => {
    centre.dispose(call, 'Resolved');
    talk(centre, person);
  },
};

/** Brings a new call of an agent into a situation. */
export async function bring(floor: Floor, person: SimulatedPerson, arrange: Arrange): Promise<Brought> {
  const brought = await begin(floor, person);
  await arrange(floor, brought);
  return brought;
}
