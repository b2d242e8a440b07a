import { writeId } from '../../src/access/global-id.ts';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre, SimulatedCall, SimulatedPerson } from '../../src/simulators/centre/model.ts';
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
  readonly adapters: ReadonlyMap<string, Adapter>;
  /** Performs an act; `show` selects the fields of the payload; its errors are always read. */
  act(name: string, input: object, show: string): Promise<ActAnswer>;
  /** Global ids of the campaigns, by name. */
  campaignIds(): Promise<ReadonlyMap<string, string>>;
  /** The global id of a call while it is live; null where the vendor does not show it. */
  callId(call: SimulatedCall): Promise<string | null>;
  agentId(person: SimulatedPerson): string;
  /** Requests that a vendor received so far, by operation. */
  received(vendor: string): ReadonlyMap<string, number>;
  recordingId(recordId: number): string;
  close(): Promise<void>;
}

/** Starts the contact centre of a seed, twenty minutes old. Its clock moves only by `centre.advanceTo`. */
export async function startFloor(seed: number, people = PEOPLE): Promise<Floor> {
  const centre = createCentre({ seed, startsAt: START, people });
  centre.advanceTo(new Date(START.getTime() + 20 * 60_000));
  const simulated = await startSimulatedCentre({ seed, definitions: simulators, port: () => 0, centre });
  const adapters = new Map<string, Adapter>();
  for (const { key, settings, connect } of vendors) {
    const parsed = settings.parse({ ...simulated.running.get(key)?.settings });
    adapters.set(key, connect(key, parsed, { log: quietLog, now: () => centre.now() }));
  }
  const { ask } = gatewayOver([...adapters.values()], { now: () => centre.now() });
  const read = async (query: string, variables: Record<string, unknown>) => {
    const { data, errors } = await ask(query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return {
    ...{ centre, adapters, recorder: simulated.running.get('recorder') as RunningRecorder },
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
    agentId: agentIdOf,
    received: (vendor) => new Map(simulated.running.get(vendor)?.received),
    recordingId: (recordId) => writeId('Recording', 'recorder', String(recordId)),
    close: async () => {
      await Promise.all([...adapters.values()].map((adapter) => adapter.close()));
      await simulated.close();
    },
  };
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
