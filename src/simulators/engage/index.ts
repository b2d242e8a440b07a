/** The Engage campaign methods on their wire: SOAP with numbered arguments and WS-Security. */
import type { Contract, Operation } from '../../adapters/contract.ts';
import { engageWire } from '../../adapters/engage/client/wire.ts';
import { engageContract, NAMESPACE } from '../../adapters/engage/contract/index.ts';
import { readings } from '../../adapters/engage/readings.ts';
import { readingOf } from '../../adapters/readings.ts';
import { type Refusal, RefusedAct } from '../centre/model.ts';
import type { RunningSimulator, SimulatorDefinition, SimulatorOptions } from '../simulator.ts';
import { RefusedLogin, startSoapSimulator } from '../soap.ts';
import { type EngageValues, engageFault } from './collection.ts';
import { Contacts } from './contacts.ts';
import { Entities } from './entities.ts';
import { EngageStore, ORG } from './store.ts';
import { SubCampaignStore } from './sub-campaigns.ts';

const LOGIN = { username: 'gateway@crosspoint', password: 'Sim!Pass:2' };
const BASE = '/SOAPAPI2';
const SERVICE = 'CampaignManagementService110';

/** A running simulator and its entities. */
export interface RunningEngage extends RunningSimulator {
  readonly store: EngageStore;
}

/** Starts the simulator; resolves when it listens. */
export async function startEngage(options: SimulatorOptions): Promise<RunningEngage> {
  const { centre, port, host, reading: chosen } = options;
  const reading = (question: string) => readingOf(readings, chosen, question);
  const store = new EngageStore(centre, reading);
  const answers = {
    ...new Entities(store).answers,
    ...new SubCampaignStore(store).answers,
    ...new Contacts(store).answers,
  };
  const running = await startSoapSimulator(
    {
      contract: engageWire as Contract,
      namespace: NAMESPACE,
      style: 'numbered',
      path: `${BASE}/${SERVICE}`,
      authorize: ({ userName, password }) => {
        if (userName !== LOGIN.username || password !== LOGIN.password) throw new RefusedLogin();
      },
      answer: (operation, input) => shaped(operation, answer(answers, operation, input), reading('entity')),
    },
    { port, ...(host !== undefined && { host }) },
  );
  const { internalId, type } = ORG;
  const duration = reading('max-duration');
  const chosenReadings = duration !== 'duration' && { readings: { 'max-duration': duration } };
  const settings = { url: `${running.origin}${BASE}`, ...LOGIN, org: { internalId, type }, ...chosenReadings };
  return { ...running, store, settings };
}

function answer(
  answers: Readonly<Record<string, (input: EngageValues) => unknown>>,
  operation: string,
  input: EngageValues,
) {
  const row: Operation | undefined = engageContract.operations[operation as keyof typeof engageContract.operations];
  const answered = answers[operation];
  if (!row || !answered) return engageFault('ARG_INVALID', operation);
  for (const [name, { required, type }] of Object.entries(row.input)) {
    const empty = type.kind === 'list' && (input[name] as unknown[]).length === 0;
    if (required && (empty || input[name] === null)) engageFault('ARG_NULL', name);
  }
  return guarded(() => answered(input));
}

/** An answer of one entity, inside `data` or bare. */
function shaped(operation: string, value: unknown, reading: string): unknown {
  const row: Operation | undefined = engageContract.operations[operation as keyof typeof engageContract.operations];
  return row?.output?.kind === 'struct' && reading === 'data' ? { data: value } : value;
}

/** Turns a refusal of the centre into the fault of an act in the wrong state. */
function guarded(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (error instanceof RefusedAct) return engageFault('INVALID_STATE', describe(error.refusal));
    throw error;
  }
}

function describe(refusal: Refusal): string {
  return refusal.toLowerCase().replaceAll('_', ' ');
}

/** For the list of simulators. */
export const simulator: SimulatorDefinition = {
  vendor: 'engage',
  usualPort: 8091,
  plays: readings.map(({ id }) => id),
  start: startEngage,
};
