/** Acts on agents: log in and out, ready and not ready. */
import type { AgentLogin } from '../../acts/agent.ts';
import type { Acts } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError, invalidArgument } from '../../errors.ts';
import type { Desk } from '../client/desk.ts';
import type { Desks } from '../client/desks.ts';
import { VENDOR } from '../client/service.ts';
import { STATION_TYPES } from '../contract/types.ts';
import { idOf } from './choices.ts';

type StationType = keyof typeof STATION_TYPES;

/** The acts on agents of an account. */
export function agentActs(desks: Desks) {
  return {
    agentSetReady: async (agent, _input, ask) => setReady(desks.of(agent), ask),
    agentSetNotReady: async (agent, { reasonCode }, ask) => setNotReady(desks.of(agent), reasonCode, ask),
    agentLogin: async (agent, login, ask) => logIn(desks.of(agent), login, ask),
    agentLogout: async (agent, { reasonCode }, ask) => logOut(desks.of(agent), reasonCode, ask),
  } satisfies Partial<Acts>;
}

/** Absent values come from the desk's settings. */
async function logIn(desk: Desk, given: AgentLogin, ask: SendOptions): Promise<void> {
  const { login } = desk;
  const password = needed(given.password ?? login?.password, 'password');
  const stationId = needed(given.station ?? login?.stationId, 'station');
  const stationType = stationTypeOf(needed(given.stationType ?? login?.stationType, 'stationType'));
  const userName = login?.userName ?? desk.agent;
  await desk.client.send('login', { userName, password, stationId, stationType }, ask);
}

function needed(value: string | null | undefined, argument: string): string {
  if (!value) throw invalidArgument('No value is configured for this desk; pass one', argument);
  return value;
}

function stationTypeOf(word: string): StationType {
  if (Object.hasOwn(STATION_TYPES, word)) return word as StationType;
  throw invalidArgument(`A station type is one of ${Object.keys(STATION_TYPES).join(', ')}`, 'stationType');
}

async function setReady(desk: Desk, ask: SendOptions): Promise<void> {
  const { login } = desk;
  const status = login ? await desk.status(ask) : null;
  if (login && !status?.loggedIn) await logIn(desk, {}, ask);
  await desk.client.send('setReadyState', {}, ask);
  await confirmReady(desk, true, ask);
}

async function setNotReady(desk: Desk, reason: string | null | undefined, ask: SendOptions): Promise<void> {
  const codes = reason ? await desk.client.send('getNotReadyReasonCodes', {}, ask) : [];
  await desk.client.send('setNotReadyState', { reasonId: reason ? idOf(codes, reason, 'reasonCode') : null }, ask);
  await confirmReady(desk, false, ask);
}

/** The service acknowledges a change of readiness during a call, too, and may make it later; the status shows it. */
async function confirmReady(desk: Desk, wanted: boolean, ask: SendOptions): Promise<void> {
  const status = await desk.status(ask).catch(() => null);
  if (status && Boolean(status.ready) === wanted) return;
  const shown = status ? `the status shows ${status.ready ? 'ready' : 'not ready'}` : 'the status could not be read';
  const message = `The vendor accepted the request, and ${shown}; read the presence before repeating it`;
  const { account } = desk;
  throw new CrosspointError('OUTCOME_UNKNOWN', message, { account, vendor: VENDOR });
}

async function logOut(desk: Desk, reason: string | null | undefined, ask: SendOptions): Promise<void> {
  const reasons = reason ? await desk.client.send('getReasonCodes', {}, ask) : [];
  await desk.client.send('logout', { reasonId: reason ? idOf(reasons, reason, 'reasonCode') : null }, ask);
}
