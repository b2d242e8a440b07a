/** Logging agents in and out at their desks. */
import type { AgentActs, AgentLogin } from '../acts/agent.ts';
import type { SendOptions } from '../contract.ts';
import { invalidArgument } from '../errors.ts';
import { STATION_TYPES } from './contract/types.ts';
import type { Desk } from './desk.ts';
import type { Desks } from './desks.ts';

type Offered = Pick<AgentActs, 'agentLogin' | 'agentLogout'>;
type StationType = keyof typeof STATION_TYPES;

/** The session acts of an account. */
export function sessionActs(desks: Desks): Offered {
  return {
    agentLogin: async (agent, login, ask) => logIn(desks.of(agent), login, ask),
    agentLogout: async (agent, { reasonCode }, ask) => logOut(desks.of(agent), reasonCode, ask),
  };
}

/** What the caller leaves out is what the account's settings say of the desk. */
async function logIn(desk: Desk, given: AgentLogin, ask: SendOptions): Promise<void> {
  const { login } = desk;
  const password = needed(given.password ?? login?.password, 'password');
  const stationId = needed(given.station ?? login?.stationId, 'station');
  const stationType = stationTypeOf(needed(given.stationType ?? login?.stationType, 'stationType'));
  const userName = login?.userName ?? desk.agent;
  await desk.client.send('login', { userName, password, stationId, stationType }, ask);
}

function needed(value: string | null | undefined, argument: string): string {
  if (!value) throw invalidArgument('No value is configured for this desk, so one must be given', argument);
  return value;
}

function stationTypeOf(word: string): StationType {
  if (Object.hasOwn(STATION_TYPES, word)) return word as StationType;
  throw invalidArgument(`A kind of station is one of ${Object.keys(STATION_TYPES).join(', ')}`, 'stationType');
}

async function logOut(desk: Desk, reason: string | null | undefined, ask: SendOptions): Promise<void> {
  const reasons = reason ? await desk.client.send('getReasonCodes', {}, ask) : [];
  const found = reasons.find(({ id }) => id === reason) ?? reasons.find(({ name }) => name === reason);
  if (reason && !found?.id) throw invalidArgument('The agent cannot choose this', 'reasonCode');
  await desk.client.send('logout', { reasonId: found?.id ?? null }, ask);
}
