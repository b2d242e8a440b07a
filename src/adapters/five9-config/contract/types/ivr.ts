/** IVR scripts and when they run. */
import { base64, boolean, enumeration, list, optional, string, struct } from '../../../contract.ts';

export const scriptParameterValue = struct(
  'scriptParameterValue',
  'A variable that an IVR script takes from outside.',
  {
    name: optional(string, 'Name of the variable.'),
    value: optional(string, 'Its value.'),
  },
  { page: 112 },
);

export const ivrScriptSchedule = struct(
  'ivrScriptSchedule',
  'Which IVR script runs, with which variables.',
  {
    name: optional(string, 'Name of the schedule; to be left out when creating an inbound campaign.'),
    scriptName: optional(string, 'Name of the IVR script.'),
    scriptParameters: optional(list(scriptParameterValue), 'Variables set before it runs.'),
  },
  { page: 91 },
);

export const cssTheme = enumeration(
  'cssTheme',
  'A look of the visual IVR.',
  {
    a: 'First look.',
    b: 'Second look.',
    c: 'Third look.',
    d: 'Fourth look.',
  },
  74,
);

export const xFrameOption = enumeration(
  'xFrameOption',
  'Which pages may show the visual IVR in a frame.',
  {
    DENY: 'None; the script cannot start in a frame.',
    SAME_ORIGIN: 'Pages of the same domain.',
    ALLOW_FROM: 'Pages of the domain in `xFrameOptionUrl`.',
  },
  134,
);

export const visualModeSettings = struct(
  'visualModeSettings',
  'The visual mode of an inbound campaign.',
  {
    callbackEnabled: optional(boolean, 'Whether callbacks are offered.'),
    chatEnabled: optional(boolean, 'Whether chat is offered.'),
    cssTheme: optional(cssTheme, 'Look of the pages.'),
    emailEnabled: optional(boolean, 'Whether email is offered.'),
    sentimentFeedbackEnabled: optional(boolean, 'Whether customers can report their mood.'),
    videoEnabled: optional(boolean, 'Whether video is offered.'),
    visualModeEnabled: optional(boolean, 'Whether the visual mode is on.'),
    xFrameOption: optional(xFrameOption, 'Which pages may show the pages in a frame.'),
    xFrameOptionUrl: optional(string, 'Domain that may, for ALLOW_FROM.'),
    xFrameOptionsEnabled: optional(boolean, 'Whether the frame header is sent.'),
  },
  { page: 128 },
);

export const inboundIvrScriptSchedule = struct(
  'inboundIvrScriptSchedule',
  'IVR schedule of an inbound campaign.',
  {
    ivrSchedule: optional(ivrScriptSchedule, 'The IVR script.'),
    visualModeSettings: optional(visualModeSettings, 'The visual mode.'),
  },
  { page: 89 },
);

export const ivrScriptDef = struct(
  'ivrScriptDef',
  'An IVR script.',
  {
    description: optional(string, 'The purpose of the script.'),
    name: optional(string, 'Name of the script.'),
    xmlDefinition: optional(string, 'The script itself, as XML text.'),
  },
  { page: 90 },
);

export const ivrScriptOwnership = struct(
  'ivrScriptOwnership',
  'The owner of an IVR script.',
  {
    isOthersCanCopy: optional(boolean, 'Whether others may copy it.'),
    ivrScriptName: optional(string, 'Name of the script.'),
    ownedBy: optional(string, 'Owner.'),
  },
  { page: 90 },
);

export const ivrIcons = struct(
  'ivrIcons',
  'Pictures for an IVR script.',
  {
    largeIcon: optional(base64, 'Large picture.'),
    mediumIcon: optional(base64, 'Medium picture.'),
    smallIcon: optional(base64, 'Small picture.'),
  },
  { page: 90 },
);
