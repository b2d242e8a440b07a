import type { Adapter } from '../adapter.ts';
import type { Client, SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { actsOf } from './acts.ts';
import { checkPage } from './browse.ts';
import { VENDOR } from './desk.ts';
import { Desks } from './desks.ts';
import { partyActs } from './parties.ts';
import {
  checkDesks,
  readAgents,
  readCalls,
  readCampaignDispositions,
  readDispositions,
  readReasonCodes,
  readSkills,
} from './reads.ts';
import { sessionActs } from './session.ts';
import type { Settings } from './settings.ts';
import { DeskStream } from './stream.ts';

type Values = Readonly<Record<string, unknown>>;

/** Calls an operation at the desk it names; the desk's name stays here. */
function caller(account: string, desks: Desks, { deadline, browserHosts }: Settings) {
  return async (operation: string, { desk, ...input }: Values, ask: SendOptions): Promise<unknown> => {
    try {
      const client: Client = desks.chosen(desk).client;
      if (operation === 'openBrowser') checkPage(input.url, browserHosts);
      const waits = waitOf(operation, input);
      return await client.send(operation, input, { ...ask, deadline: (ask.deadline ?? deadline) + waits });
    } catch (error) {
      throw error instanceof CrosspointError ? error.with({ account, vendor: VENDOR, operation }) : error;
    }
  };
}

/** Milliseconds the desk may take before it answers that nothing happened. */
function waitOf(operation: string, { timeout }: Values): number {
  return operation === 'checkEvent' && typeof timeout === 'number' && timeout > 0 ? timeout : 0;
}

/** Connects the desks of an account. */
export function connect(account: string, settings: Settings, surroundings: AdapterDependencies): Adapter {
  const desks = new Desks(account, settings, surroundings);
  const stream = new DeskStream(desks.all, settings);
  const fetchedAt = () => surroundings.now().toISOString();
  return {
    account,
    vendor: VENDOR,
    guards: desks.all.map(({ guard }) => guard),
    drift: desks.drift,
    call: caller(account, desks, settings),
    check: (ask) => checkDesks(desks, ask),
    agents: (query, ask) => readAgents(desks, query, ask),
    calls: (query, ask) => readCalls(desks, query, ask),
    dispositions: (_query, ask) => readDispositions(desks, ask),
    campaignDispositions: ({ name }, ask) => readCampaignDispositions(desks, name, ask),
    skills: (_query, ask) => readSkills(desks, ask),
    reasonCodes: async (_query, ask) => ({ items: await readReasonCodes(desks, ask), fetchedAt: fetchedAt() }),
    ...actsOf(desks),
    ...partyActs(desks),
    ...sessionActs(desks),
    events: ({ signal }) => stream.events(signal),
    close: async () => {
      await stream.close();
      await Promise.all(desks.all.map(({ client }) => client.close()));
    },
  };
}
