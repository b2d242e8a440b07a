/** Web connectors. */
import { boolean, enumeration, list, optional, string, struct } from '../../../contract.ts';

export const webConnectorAgentAppType = enumeration(
  'webConnectorAgentAppType',
  'Which browser opens a connector.',
  {
    EmbeddedBrowser: 'The one in the agent desktop.',
    ExternalBrowser: 'One outside it.',
  },
  131,
);

export const webConnectorCTIWebServicesType = enumeration(
  'webConnectorCTIWebServicesType',
  'Which window opens a connector through CTI Web Services.',
  {
    CurrentBrowserWindow: 'The open one.',
    NewBrowserWindow: 'A new one.',
  },
  132,
);

export const webConnectorTriggerType = enumeration(
  'webConnectorTriggerType',
  'The event that starts a connector.',
  {
    OnCallAccepted: 'A call is accepted.',
    OnCallDisconnected: 'A call ends.',
    ManuallyStarted: 'The agent starts it.',
    ManuallyStartedAllowDuringPreviews: 'The agent starts it, during a preview too.',
    OnPreview: 'A call is previewed.',
    OnContactSelection: 'A contact is chosen.',
    OnWarmTransferInitiation: 'A warm transfer starts.',
    OnCallDispositioned: 'A disposition is set.',
    OnChatArrival: 'A chat reaches the agent.',
    OnChatTransfer: 'A chat is transferred.',
    OnChatTermination: 'A chat ends and has no disposition yet.',
    OnChatClose: 'The disposition of a chat is set.',
    OnEmailArrival: 'An email reaches the agent.',
    OnEmailTransfer: 'An email is transferred.',
    OnEmailClose: 'The disposition of an email is set.',
  },
  132,
);

export const keyValuePair = struct(
  'keyValuePair',
  'A parameter of a connector.',
  {
    key: optional(string, 'Name of the parameter.'),
    value: optional(string, 'Its value.'),
  },
  { page: 91 },
);

export const webConnector = struct(
  'webConnector',
  'A connector: what is sent to another service, and when.',
  {
    addWorksheet: optional(boolean, 'Whether worksheet answers are sent along; POST only.'),
    agentApplication: optional(webConnectorAgentAppType, 'Which browser opens the URL, when one does.'),
    clearTriggerDispositions: optional(boolean, 'Whether a change drops the dispositions that set it off so far.'),
    constants: optional(list(keyValuePair), 'Parameters with fixed values.'),
    ctiWebServices: optional(webConnectorCTIWebServicesType, 'Which window opens the request.'),
    description: optional(string, 'The purpose of the connector.'),
    executeInBrowser: optional(boolean, 'True opens a browser window; false is wanted when a disposition sets it off.'),
    name: optional(string, 'Name of the connector.'),
    postConstants: optional(list(keyValuePair), 'Parameters with fixed values, for POST.'),
    postMethod: optional(boolean, 'True for POST, false for GET.'),
    postVariables: optional(list(keyValuePair), 'Parameters filled from the call, for POST.'),
    startPageText: optional(string, 'Text shown while the service works, for POST.'),
    trigger: optional(webConnectorTriggerType, 'The event that starts it.'),
    triggerDispositions: optional(list(string), 'Dispositions that set it off, for OnCallDispositioned.'),
    url: optional(string, 'URL of the service.'),
    variables: optional(list(keyValuePair), 'Parameters filled from the call, e.g. @Call.ANI@.'),
  },
  { page: 129 },
);
