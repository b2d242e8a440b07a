import { writeId } from '../../src/access/global-id.ts';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { ChosenReadings, Readings } from '../../src/adapters/readings.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre, SimulatedCall, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { chance } from '../../src/simulators/centre/random.ts';
import type { RunningEngage } from '../../src/simulators/engage/index.ts';
import type { RunningFive9Config } from '../../src/simulators/five9-config/index.ts';
import type { SimulatedDesk } from '../../src/simulators/five9-cti/desk.ts';
import type { RunningFive9Cti } from '../../src/simulators/five9-cti/index.ts';
import type { RunningRecorder } from '../../src/simulators/recorder/index.ts';
import { simulators, startSimulatedCentre } from '../../src/simulators/simulators.ts';
import { gatewayOver } from '../unified/world.ts';

const START = new Date('2024-05-06T14:00:00Z');
/** Six agents of the desk service and four of the dialler. */
const PEOPLE = 10;

/** What an act answered. */
export interface ActAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: payloads have many shapes
  readonly [field: string]: any;
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
}

/** A small contact centre behind all five simulators, one account each, and the unified plane over them. */
export interface Floor {
  readonly centre: Centre;
  readonly recorder: RunningRecorder;
  readonly config: RunningFive9Config;
  readonly engage: RunningEngage;
  /** Readings that the simulators play other than by default. */
  readonly readings: readonly string[];
  /** Global ids of batches of contacts, by the externalId of the batch. */
  readonly imports: Map<string, string>;
  /** The desk of an agent; undefined for one of the dialler. */
  desk(person: SimulatedPerson): SimulatedDesk | undefined;
  /** Global ids of the contact lists, by name. */
  listIds(): Promise<ReadonlyMap<string, string>>;
  readonly adapters: ReadonlyMap<string, Adapter>;
  /** Performs an act; `show` selects the fields of the payload; its errors are always read. */
  act(name: string, input: object, show: string): Promise<ActAnswer>;
  /** Global ids of the campaigns, by name. */
  campaignIds(): Promise<ReadonlyMap<string, string>>;
  /** The global id of a call while it is live; null where the vendor does not show it. */
  callId(call: SimulatedCall): Promise<string | null>;
  /** The global id of a call by the vendor's key. */
  callNode(vendor: string, nativeId: string): string;
  /** The global id of a callback of an agent by the id at the desk. */
  callbackId(person: SimulatedPerson, id: string): string;
  agentId(person: SimulatedPerson): string;
  /** Requests that a vendor received so far, by operation. */
  received(vendor: string): ReadonlyMap<string, number>;
  recordingId(recordId: number): string;
  close(): Promise<void>;
}

/** How a floor differs from the usual one. */
interface FloorOptions {
  readonly people?: number;
  readonly startsAt?: Date;
  /** The readings that a simulator plays; its account is set to those that a setting chooses. */
  reading?(vendor: string): ChosenReadings;
}

/** A reading of every question that a vendor's documents leave open, by chance. */
export function anyReading(seed: number): (vendor: string) => ChosenReadings {
  return (vendor) => {
    const random = chance(seed, `readings of ${vendor}`);
    const plays = simulators.find((simulator) => simulator.vendor === vendor)?.plays ?? [];
    const isPlayed = ({ id }: { readonly id: string }) => plays.includes(id);
    const questions = vendors.find(({ key }) => key === vendor)?.readings.filter(isPlayed) ?? [];
    return Object.fromEntries(questions.map(({ id, readings }) => [id, random.pick(readings).id]));
  };
}

/** The part of the readings that an account's settings choose. */
function chosenByAccount({ readings }: (typeof vendors)[number], reading: ChosenReadings): ChosenReadings {
  const settable = readings.filter(({ id, setting }) => setting && reading[id] !== undefined);
  return Object.fromEntries(settable.map(({ id }) => [id, reading[id]]));
}

/** Starts the contact centre of a seed, twenty minutes old. Its clock moves only by `centre.advanceTo`. */
export async function startFloor(seed: number, options: FloorOptions = {}): Promise<Floor> {
  const { people = PEOPLE, startsAt = START, reading = () => ({}) } = options;
  const centre = createCentre({ seed, startsAt, people });
  centre.advanceTo(new Date(startsAt.getTime() + 20 * 60_000));
  const play = ({ vendor }: { vendor: string }) => reading(vendor);
  const simulated = await startSimulatedCentre({ seed, definitions: simulators, port: () => 0, centre, reading: play });
  const adapters = new Map<string, Adapter>();
  for (const vendor of vendors) {
    const { key, settings, connect } = vendor;
    const reached = simulated.running.get(key)?.settings;
    const readings = { ...(reached?.readings as object), ...chosenByAccount(vendor, reading(key)) };
    const parsed = settings.parse({ ...reached, ...(Object.keys(readings).length > 0 && { readings }) });
    adapters.set(key, connect(key, parsed, { log: quietLog, now: () => centre.now() }));
  }
  const { ask } = gatewayOver([...adapters.values()], { now: () => centre.now() });
  const read = async (query: string, variables: Record<string, unknown>) => {
    const { data, errors } = await ask(query, variables);
    // A part of a payload that cannot be read is null, and the act is none the less done.
    const isWhole = (error: { readonly path?: readonly unknown[] }) => (error.path?.length ?? 0) <= 2;
    if (errors?.some(isWhole)) throw new Error(JSON.stringify(errors));
    return data;
  };
  return {
    ...{ centre, adapters, recorder: simulated.running.get('recorder') as RunningRecorder },
    config: simulated.running.get('five9-config') as RunningFive9Config,
    engage: simulated.running.get('engage') as RunningEngage,
    readings: vendors.flatMap(({ key, readings }) => otherReadings(readings, reading(key))),
    imports: new Map(),
    desk: ({ userName }) => (simulated.running.get('five9-cti') as RunningFive9Cti).desks.get(userName),
    listIds: async () => {
      const { contactLists } = await read('{ contactLists(first: 100) { edges { node { id name } } } }', {});
      return new Map(
        contactLists.edges.map(({ node }: { node: { id: string; name: string } }) => [node.name, node.id]),
      );
    },
    act: async (name, input, show) => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const query = `mutation Act($input: ${type}!) { act: ${name}(input: $input) { ${show} userErrors { code message } } }`;
      return (await read(query, { input })).act;
    },
    campaignIds: async () => {
      const { campaigns } = await read('{ campaigns(first: 100) { edges { node { id name } } } }', {});
      return new Map(campaigns.edges.map(({ node }: { node: { id: string; name: string } }) => [node.name, node.id]));
    },
    callId: (call) => callId(adapters, call),
    callNode: (vendor, nativeId) => writeId('Call', vendor, nativeId),
    callbackId: ({ userName }, id) => writeId('Callback', 'five9-cti', `${userName}/${id}`),
    agentId: agentIdOf,
    received: (vendor) => new Map(simulated.running.get(vendor)?.received),
    recordingId: (recordId) => writeId('Recording', 'recorder', String(recordId)),
    close: async () => {
      await Promise.all([...adapters.values()].map((adapter) => adapter.close()));
      await simulated.close();
    },
  };
}

function otherReadings(readings: Readings, chosen: ChosenReadings): string[] {
  return readings.flatMap(({ id, default: usual }) => {
    const reading = chosen[id];
    return reading === undefined || reading === usual ? [] : [`${id}=${reading}`];
  });
}

function nativeAgent({ carrier, userName, remoteId }: SimulatedPerson): string {
  return carrier === 'five9-cti' ? userName : String(remoteId);
}

function agentIdOf(person: SimulatedPerson): string {
  return writeId('Agent', person.carrier, nativeAgent(person));
}

async function callId(adapters: Floor['adapters'], call: SimulatedCall): Promise<string | null> {
  const { carrier, person } = call;
  if (carrier === 'five9-cti') return writeId('Call', carrier, `${person.userName}/${call.id}`);
  const adapter = adapters.get(carrier);
  const rows = await adapter?.calls?.({ agent: { nativeId: nativeAgent(person) } }, {});
  const found = rows?.items.filter(
    ({ nativeId }) => Date.parse(nativeId.split('@')[1] ?? '') === call.startedAt.getTime(),
  );
  const [only] = found ?? [];
  if (!only) return null;
  if (found && found.length > 1)
    throw new Error(`several calls of ${person.userName} began at ${call.startedAt.toISOString()}`);
  return writeId('Call', carrier, only.nativeId);
}
