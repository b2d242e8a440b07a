import type { agent } from '../../adapters/five9-cti/contract/agent.ts';
import type { DeskEvent } from '../../adapters/five9-cti/contract/events/index.ts';
import type { listening } from '../../adapters/five9-cti/contract/listening.ts';
import { refuse } from './company.ts';
import type { SimulatedDesk } from './desk.ts';
import type { Handlers, In } from './handler.ts';
import { queueListEvent } from './queue.ts';

function logIn(desk: SimulatedDesk, userName: string): void {
  const { person, company } = desk;
  if (userName !== person.userName) throw refuse('Wrong user name or password');
  if (person.presence !== 'LOGGED_OUT') throw refuse('Already logged in');
  company.centre.logIn(person);
}

function logOut(desk: SimulatedDesk, reasonId: string | null | undefined): void {
  const { person, company } = desk;
  company.reason(reasonId);
  if (person.presence === 'LOGGED_OUT') throw refuse('Not logged in');
  company.centre.logOut(person);
}

/** The agent's session and readiness. */
export const simulatedAgentHandlers: Handlers<In<typeof agent>> = {
  login: (desk, { userName }) => logIn(desk, userName),
  loginAsync: (desk, { userName }) => {
    desk.send({ _type: 'loginProcessStarted', user: userName });
    logIn(desk, userName);
  },
  logout: (desk, { reasonId }) => logOut(desk, reasonId),
  logoutAndExit: (desk, { reasonId }) => {
    logOut(desk, reasonId);
    desk.listeners.clear();
  },
  changePassword: (desk, { newPassword }) => {
    if (desk.person.presence === 'LOGGED_OUT') throw refuse('Not logged in');
    if (newPassword.length < 8) throw refuse('The password is too short');
  },
  restartStation: (desk) => {
    desk.send({ _type: 'restartStationStarted' });
    desk.send({ _type: 'restartStationDone' });
  },
  setReadyState: (desk) => desk.company.centre.setReady(desk.person),
  setNotReadyState: (desk, { reasonId }) => desk.company.centre.setNotReady(desk.person, desk.company.reason(reasonId)),
};

function unknownListener(id: string) {
  return refuse(`Listener ${id} is not registered`);
}

function firstEvents({ company, person }: SimulatedDesk): readonly DeskEvent[] {
  const isListed = company.reads('queue-list', 'at-once') && person.presence !== 'LOGGED_OUT';
  return isListed ? [queueListEvent(company, person)] : [];
}

/** Registering for events and polling for them. */
export const listeningHandlers: Handlers<In<typeof listening>> = {
  addListener: (desk) => desk.listeners.add(firstEvents(desk)),
  removeListener: (desk, { listenerId }) => {
    if (!desk.listeners.remove(listenerId)) throw unknownListener(listenerId);
  },
  checkEvent: (desk, { listenerId, timeout }) => {
    const next = desk.listeners.next(listenerId, timeout);
    if (!next) throw unknownListener(listenerId);
    return next;
  },
};
