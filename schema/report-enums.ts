import { register } from './register-enum.ts';
import * as words from './vocabulary.ts';

register(words.ReportState, 'ReportState', 'Progress of a report.', {
  RUNNING: 'The vendor generates the report.',
  READY: 'The report can be read.',
});

register(words.ReportObjectType, 'ReportObjectType', 'A kind of object by which a report can be filtered.', {
  AGENT_GROUP: 'Groups of agents.',
  CAMPAIGN: 'Campaigns.',
  CAMPAIGN_PROFILE: 'Profiles of campaigns.',
  CONTACT_FIELD: 'Fields of contacts.',
  DISPOSITION: 'Dispositions.',
  CONTACT_LIST: 'Contact lists.',
  PROMPT: 'Prompts.',
  REASON_CODE: 'Reason codes.',
  SKILL: 'Skills.',
  AGENT: 'Users, by their user names.',
  USER_PROFILE: 'Profiles of users.',
  IVR_SCRIPT: 'IVR scripts.',
  CALL_VARIABLE_GROUP: 'Groups of call variables.',
  CALL_VARIABLE: 'Call variables.',
  CONNECTOR: 'Connectors.',
});
