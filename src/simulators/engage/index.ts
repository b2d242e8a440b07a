/** The Engage campaign methods on their wire: SOAP with numbered arguments and WS-Security. */
import type { Contract, Operation } from '../../adapters/contract.ts';
import { engage, NAMESPACE, SERVICE } from '../../adapters/engage/contract/index.ts';
import { engageWire } from '../../adapters/engage/wire.ts';
import { type Refusal, RefusedAct } from '../centre/model.ts';
import type { RunningSimulator, SimulatorDefinition, SimulatorOptions } from '../simulator.ts';
import { RefusedLogin, startSoapSimulator } from '../soap.ts';
import { type EngageValues, engageFault } from './collection.ts';
import { Contacts } from './contacts.ts';
import { Entities } from './entities.ts';
import { EngageStore, ORG } from './store.ts';
import { SubCampaigns } from './sub-campaigns.ts';

const LOGIN = { username: 'gateway@crosspoint', password: 'Sim!Pass:2' };
const BASE = '/SOAPAPI2';

/** A running simulator, and what it keeps. */
export interface RunningEngage extends RunningSimulator {
  readonly store: EngageStore;
}

/** Starts the simulator and answers when it listens. */
export async function startEngage({ centre, port, host }: SimulatorOptions): Promise<RunningEngage> {
  const store = new EngageStore(centre);
  const answers = {
    ...new Entities(store).answers,
    ...new SubCampaigns(store).answers,
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
      answer: (operation, input) => answer(answers, operation, input),
    },
    { port, ...(host !== undefined && { host }) },
  );
  const { internalId, type } = ORG;
  const settings = { url: `${running.origin}${BASE}`, ...LOGIN, org: { internalId, type } };
  return { ...running, store, settings };
}

function answer(
  answers: Readonly<Record<string, (input: EngageValues) => unknown>>,
  operation: string,
  input: EngageValues,
) {
  const row: Operation | undefined = engage.operations[operation as keyof typeof engage.operations];
  const answered = answers[operation];
  if (!row || !answered) return engageFault('ARG_INVALID', operation);
  for (const [name, { required, type }] of Object.entries(row.input)) {
    const empty = type.kind === 'list' && (input[name] as unknown[]).length === 0;
    if (required && (empty || input[name] === null)) engageFault('ARG_NULL', name);
  }
  const value = guarded(() => answered(input));
  return row.output?.kind === 'struct' ? { data: value } : value;
}

/** What the centre does not allow is an act against the wrong state. */
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
export const simulator: SimulatorDefinition = { vendor: 'engage', usualPort: 8091, start: startEngage };
