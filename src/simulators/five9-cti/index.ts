/** Five9 CTI Web Services: each agent of this carrier has a service, all on one port. */

import { NAMESPACE, wire } from '../../adapters/five9-cti/contract/index.ts';
import { readings } from '../../adapters/five9-cti/readings.ts';
import type { CentreEvent, Refusal, SimulatedPerson } from '../centre/model.ts';
import { RefusedAct } from '../centre/model.ts';
import type { RunningSimulator, SimulatorDefinition, SimulatorOptions } from '../simulator.ts';
import { decodedPart } from '../soap/http.ts';
import { startSoapSimulator } from '../soap.ts';
import { conferenceHandlers, parkHandlers, previewHandlers, simulatedCallHandlers, transferHandlers } from './calls.ts';
import { Company, refuse } from './company.ts';
import { dataHandlers, miscellaneousHandlers } from './data.ts';
import { SimulatedDesk } from './desk.ts';
import {
  connectorHandlers,
  scriptHandlers,
  simulatedCallbackHandlers,
  simulatedRecordingHandlers,
  softphoneHandlers,
} from './desk-services.ts';
import type { Handlers } from './handler.ts';
import { listeningHandlers, simulatedAgentHandlers } from './session.ts';

const handlers: Handlers = {
  ...simulatedAgentHandlers,
  ...simulatedCallHandlers,
  ...transferHandlers,
  ...conferenceHandlers,
  ...parkHandlers,
  ...previewHandlers,
  ...simulatedCallbackHandlers,
  ...simulatedRecordingHandlers,
  ...scriptHandlers,
  ...connectorHandlers,
  ...softphoneHandlers,
  ...dataHandlers,
  ...listeningHandlers,
  ...miscellaneousHandlers,
};

const REFUSALS: Readonly<Record<Refusal, string>> = {
  CALL_ENDED: 'The call has ended',
  NOT_CONNECTED: 'The call is not connected',
  NOT_HELD: 'The call is not on hold',
  ALREADY_HELD: 'The call is already on hold',
  PERSON_BUSY: 'The agent is busy',
  LOGGED_OUT: 'Not logged in',
  UNKNOWN_DISPOSITION: 'The campaign has no such disposition',
  WRONG_CAMPAIGN_STATE: 'The campaign does not allow it now',
  ALREADY_RECORDING: 'The call is already being recorded',
  NOT_RECORDING: 'The call is not being recorded',
};

const PATH = /^(?:\/desk\/([^/]+))?\/agent\/v2$/;

/** The desks of one simulated company, by the path of their service. */
class Office {
  readonly desks = new Map<string, SimulatedDesk>();
  private readonly stop: () => void;

  constructor(private readonly company: Company) {
    for (const person of company.people) this.desks.set(person.userName, new SimulatedDesk(company, person));
    this.stop = company.centre.on((event) => this.happened(event));
  }

  answer(operation: string, input: Readonly<Record<string, unknown>>, path: string): unknown {
    const handle = handlers[operation as keyof Handlers] as (desk: SimulatedDesk, input: unknown) => unknown;
    try {
      return handle(this.at(path), input);
    } catch (error) {
      throw error instanceof RefusedAct ? refuse(REFUSALS[error.refusal]) : error;
    }
  }

  close(): void {
    this.stop();
    for (const desk of this.desks.values()) desk.listeners.clear();
  }

  private at(path: string): SimulatedDesk {
    const named = PATH.exec(path)?.[1];
    const userName = named === undefined ? this.company.people[0]?.userName : decodedPart(named);
    const desk = this.desks.get(userName ?? '');
    if (!desk) throw refuse('There is no such desk');
    return desk;
  }

  private happened(event: CentreEvent): void {
    const person = personOf(event);
    for (const desk of this.desks.values()) if (!person || desk.person === person) desk.happened(event);
  }
}

/** The desk that shows it; all desks for an event of a campaign. */
function personOf(event: CentreEvent): SimulatedPerson | null {
  if (event.kind === 'campaign' || event.kind === 'queue') return null;
  if (event.kind === 'presence') return event.person;
  return event.kind === 'call' ? event.call.person : event.recording.call.person;
}

/** A running simulator and its desks by user name. */
export interface RunningFive9Cti extends RunningSimulator {
  readonly desks: ReadonlyMap<string, SimulatedDesk>;
}

async function start({ centre, port, host, reading }: SimulatorOptions): Promise<RunningFive9Cti> {
  const company = new Company(centre, reading);
  const office = new Office(company);
  const soap = await startSoapSimulator(
    {
      contract: wire,
      namespace: NAMESPACE,
      style: 'named',
      path: PATH,
      typePrefix: 'ns4',
      answer: (operation, input, { path }) => office.answer(operation, input, path),
    },
    host === undefined ? { port } : { port, host },
  ).catch((error: unknown) => {
    office.close();
    throw error;
  });
  const deskOf = ({ userName }: SimulatedPerson) => ({
    agent: userName,
    url: `${soap.origin}/desk/${encodeURIComponent(userName)}/agent/v2`,
  });
  return {
    port: soap.port,
    desks: office.desks,
    settings: { desks: company.people.map(deskOf) },
    received: soap.received,
    trouble: (trouble) => soap.trouble(trouble),
    close: async () => {
      office.close();
      await soap.close();
    },
  };
}

/** The simulator of Five9's CTI Web Services. */
export const simulator: SimulatorDefinition = {
  vendor: 'five9-cti',
  usualPort: 8080,
  plays: readings.map(({ id }) => id),
  start,
};
