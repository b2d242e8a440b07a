/** Reports: filters and result rows. */
import { enumeration, list, optional, string, struct } from '../../../contract.ts';
import { record } from './imports.ts';
import { five9DateTime } from './scalars.ts';

export const wsObjectType = enumeration(
  'wsObjectType',
  'Kind of object a report can be narrowed to.',
  {
    AgentGroup: 'Agent groups.',
    Campaign: 'Campaigns.',
    CampaignProfile: 'Campaign profiles.',
    CrmField: 'Contact fields.',
    Disposition: 'Dispositions.',
    List: 'Dialing lists.',
    Prompt: 'Prompts.',
    ReasonCode: 'Reason codes.',
    Skill: 'Skills.',
    User: 'Users.',
    UserProfile: 'User profiles.',
    IvrScript: 'IVR scripts.',
    CallVariableGroup: 'Groups of call variables.',
    CallVariable: 'Call variables.',
    Connector: 'Connectors.',
  },
  133,
);

export const reportObjectList = struct(
  'reportObjectList',
  'Objects a report is narrowed to.',
  {
    objectNames: optional(list(string), 'Names of the objects.'),
    objectType: optional(wsObjectType, 'Kind of the objects.'),
  },
  { page: 105 },
);

export const reportTimeCriteria = struct(
  'reportTimeCriteria',
  'The time a report covers.',
  {
    end: optional(five9DateTime, 'End of it.'),
    start: optional(five9DateTime, 'Start of it.'),
  },
  { page: 107 },
);

export const customReportCriteria = struct(
  'customReportCriteria',
  'The criteria of a report.',
  {
    reportObjects: optional(list(reportObjectList), 'Objects.'),
    time: optional(reportTimeCriteria, 'Time it covers.'),
  },
  { page: 75 },
);

export const reportRowData = struct(
  'reportRowData',
  'A report as a table; its times are Pacific time.',
  {
    header: optional(record, 'Names of the columns.'),
    records: optional(list(record), 'Rows; 50,000 at most by default.'),
  },
  { page: 107 },
);
