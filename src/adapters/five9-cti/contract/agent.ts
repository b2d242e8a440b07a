import { enumeration, long, optional, required, string } from '../../contract.ts';
import { act } from './rows.ts';
import { STATION_TYPES } from './types.ts';

const stationType = enumeration('stationType', 'How the station is connected.', STATION_TYPES);

const credentials = {
  userName: required(string, 'Log-in name of the agent.'),
  password: required(string, "The agent's password.", { secret: true }),
  stationId: required(string, 'Number of the station to use.'),
  stationType: required(stationType, 'Kind of station.'),
};

const reasonId = optional(
  long,
  'Id of the reason, from the reason codes; ids below 1 are taken as none, which no document states.',
);

/** The agent's session and readiness. */
export const agent = {
  login: act('Logs the agent in and answers once that is done.', credentials),
  loginAsync: act('Starts the login of the agent; events report the outcome.', credentials),
  logout: act('Logs the agent out.', { reasonId }),
  logoutAndExit: act("Logs the agent out and ends the service on the agent's machine.", { reasonId }),
  changePassword: act("Changes the logged-in agent's password.", {
    newPassword: required(string, 'The password from now on.', { secret: true }),
  }),
  restartStation: act("Restarts the agent's station."),
  setReadyState: act('Makes the agent take calls.', { stateId: optional(long, 'Id of the ready state wanted.') }),
  setNotReadyState: act('Makes the agent take no calls.', { reasonId }),
};
