import { boolean, int, list, long, optional, string } from '../../../contract.ts';
import { campaignId, cause } from '../fields.ts';
import {
  agentBridgeStatus,
  agentPermission,
  flags,
  loginInfo,
  map,
  passwordPolicy,
  readyStateValue,
} from '../types.ts';
import { eventsOf } from './event.ts';

const user = optional(string, 'Log-in name.');
const reason = optional(string, "Why, in the service's words.");

/** The agent's session, readiness and rights. */
export const sessionEvents = eventsOf({
  bridgeConnected: ['The service is connected to the call centre again.', {}],
  bridgeDisconnected: ['The service lost the call centre.', {}],
  bridgeForcedLogout: ['The call centre logged the agent out.', {}],
  campaignUpdate: ['A campaign changed.', { campaignId }],
  forceSelfLogout: [
    'The agent is logged out because of a log-in elsewhere.',
    { loginInfo: optional(loginInfo, 'How the agent had logged in.') },
  ],
  invalidVersionEvent: ['The service is too old for the call centre.', {}],
  loginProcessFinished: [
    'The login has finished.',
    {
      message: optional(string, 'Text of the notification.'),
      stationNumber: optional(string, 'Station used.'),
      stationType: optional(string, 'Kind of station.'),
      successfull: optional(boolean, 'Whether the agent is in.'),
      user,
    },
  ],
  loginProcessStarted: ['Logging in began.', { user }],
  logoutProcessFinished: ['The agent is logged out.', {}],
  modelChanged: ["The service's own data changed.", { jsonData: optional(string, 'The change, as JSON text.') }],
  openURL: [
    'A page is to be shown.',
    { newTab: optional(boolean, 'Whether in a tab of its own.'), url: optional(string, 'Address of the page.') },
  ],
  optionsUpdated: ['Settings of the service changed.', { options: optional(map, 'The settings.') }],
  passwordChangeRequired: [
    'The agent has to choose another password.',
    {
      cause,
      manadatory: optional(boolean, 'Whether nothing else works until then.'),
      policy: optional(list(passwordPolicy), 'Rules for it.'),
    },
  ],
  permissionsUpdated: [
    'The permissions of the agent changed.',
    { permissions: optional(agentPermission, 'All that is allowed.') },
  ],
  readyStateChanged: [
    'The agent became ready, or not ready.',
    {
      forced: optional(boolean, 'Whether another user did it.'),
      id: optional(long, 'Id of the ready state.'),
      reasonCodeId: optional(long, 'Id of the reason given.'),
      whoForced: optional(int, "The service's number for who did it."),
    },
  ],
  readyStatesUpdated: [
    'Other ready states can be chosen now.',
    { states: optional(list(readyStateValue), 'All of them.') },
  ],
  reasonCodesEnabled: [
    'Reason codes became required, or are no longer required.',
    { enabled: optional(boolean, 'Whether they are.') },
  ],
  timeAdjustmentChanged: [
    "The machine's clock differs from the call centre's.",
    { timeAdjustment: optional(long, 'By how much; no document states the unit.') },
  ],
  timeout: ['Nothing happened while the listener waited.', { operation: optional(string, 'The waiting operation.') }],
  updateStatus: [
    'The agent or the line stands elsewhere.',
    { status: optional(agentBridgeStatus, 'Where they stand.') },
  ],
  userUpdate: ["The user's switches changed.", { flags: optional(flags, 'All of them.') }],
});

/** The call centre's maintenance. */
export const maintenanceEvents = eventsOf({
  maintenanceAnounce: ['Maintenance is coming.', { when: optional(int, 'How soon.') }],
  maintenanceCanceled: ['Maintenance was called off.', {}],
  maintenanceCompleted: ['Maintenance is over.', {}],
  maintenanceNotice: [
    'A notice about maintenance.',
    {
      annotation: optional(string, 'The notice in short.'),
      id: optional(long, 'Id of the notice.'),
      text: optional(string, 'The notice.'),
    },
  ],
  maintenanceRelogin: ['The agent has to log in again.', { force: optional(boolean, 'Whether at once.') }],
  maintenanceStarted: ['Maintenance began.', {}],
  maintenanceStateChanged: [
    'Maintenance continues.',
    {
      hostType: optional(int, "The service's number for the kind of host."),
      remainingTime: optional(int, 'How long it still takes.'),
    },
  ],
  switchToBDC: ['The service moved to the backup data centre.', { reason }],
  switchToPDC: ['The service moved back to the primary data centre.', { reason }],
});
