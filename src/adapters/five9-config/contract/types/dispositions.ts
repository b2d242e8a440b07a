/** Dispositions and setting them in bulk. */
import { boolean, enumeration, int, long, optional, required, string, struct } from '../../../contract.ts';
import { basicImportResult, basicImportSettings } from './imports.ts';
import { timer } from './time.ts';

export const customDispositionType = enumeration(
  'customDispositionType',
  'The effect of a disposition on further dialing.',
  {
    FinalDisp: "This campaign dials none of the contact's numbers again.",
    FinalApplyToCampaigns: 'No campaign with this disposition dials the contact again.',
    AddActiveNumber: 'Adds the dialed number to the do-not-call list.',
    AddAndFinalize: 'This campaign no longer dials the record; its other numbers stay off the do-not-call list.',
    AddAllNumbers: 'Adds all numbers of the contact to the do-not-call list.',
    DoNotDial: 'This campaign no longer dials the number; others of the record may be dialed.',
    RedialNumber: 'The number is dialed again once the list is through.',
  },
  75,
);

export const dispositionTypeParams = struct(
  'dispositionTypeParams',
  'Redialing after a disposition.',
  {
    allowChangeTimer: optional(boolean, 'Whether the agent may change the time.'),
    attempts: optional(int, 'Most redials.', { minimum: 0, maximum: 127 }),
    timer: optional(timer, 'Time until the redial.'),
    useTimer: optional(boolean, 'Whether there is such a time.'),
  },
  { page: 81 },
);

export const disposition = struct(
  'disposition',
  'A disposition agents can choose.',
  {
    agentMustCompleteWorksheet: optional(boolean, 'Whether the worksheet has to be filled first.'),
    agentMustConfirm: optional(boolean, 'Whether the agent must confirm.'),
    description: optional(string, 'The purpose of the disposition.'),
    name: optional(string, 'Name of the disposition.'),
    resetAttemptsCounter: optional(boolean, "Whether the contact's attempts are counted anew."),
    sendEmailNotification: optional(boolean, 'Whether the call is reported by email.'),
    sendIMNotification: optional(boolean, 'Whether the call is reported by a message in the system.'),
    trackAsFirstCallResolution: optional(boolean, 'Whether the call counts as solved at the first call.'),
    type: optional(customDispositionType, 'Its effect on further dialing.'),
    typeParameters: optional(dispositionTypeParams, 'Redialing.'),
  },
  { page: 78 },
);

export const dispositionsUpdateMode = enumeration(
  'dispositionsUpdateMode',
  'Which matching records get the disposition.',
  {
    UPDATE_ALL: 'All.',
    UPDATE_IF_SOLE_CRM_MATCH: 'The match, when there is one only.',
  },
  82,
);

export const dispositionsUpdateSettings = struct(
  'dispositionsUpdateSettings',
  'How dispositions are set in bulk.',
  {
    ...basicImportSettings.fields,
    commonDispositionValue: optional(string, 'Disposition for all rows.'),
    dispositionColumnNumber: required(
      int,
      'Column, 1 to 256, with the disposition of each row; 0 when one is set for all.',
      { minimum: 0, maximum: 256 },
    ),
    dispositionsUpdateMode: optional(dispositionsUpdateMode, 'Which matching records get it.'),
    updateToCommonDisposition: required(boolean, 'Whether all rows get `commonDispositionValue`.'),
    warnIfNoCrmMatchFound: required(boolean, 'Whether rows without a contact are warned of.'),
  },
  { page: 43 },
);

export const dispositionsImportResult = struct(
  'dispositionsImportResult',
  'The result of dispositions set in bulk.',
  {
    ...basicImportResult.fields,
    dispRecordsUpdated: required(long, 'Dispositions changed.'),
  },
  { page: 40 },
);
