/** Starting reports. */
import type { ReportObjectType } from '../../../../schema/vocabulary.ts';
import type { ReportActs, ReportRequest } from '../../acts/report.ts';
import type { InputOf } from '../../contract.ts';
import type { Five9Client } from '../client.ts';
import type { reports } from '../contract/reports.ts';
import { requireAnswer } from '../reads/imports.ts';

type Criteria = NonNullable<InputOf<typeof reports.runReport>['criteria']>;
type ObjectType = NonNullable<NonNullable<Criteria['reportObjects']>[number]['objectType']>;

/** The vendor's words for what a report can be filtered by (guide p. 133). */
const OBJECT_TYPES: Readonly<Record<ReportObjectType, ObjectType>> = {
  AGENT_GROUP: 'AgentGroup',
  CAMPAIGN: 'Campaign',
  CAMPAIGN_PROFILE: 'CampaignProfile',
  CONTACT_FIELD: 'CrmField',
  DISPOSITION: 'Disposition',
  CONTACT_LIST: 'List',
  PROMPT: 'Prompt',
  REASON_CODE: 'ReasonCode',
  SKILL: 'Skill',
  AGENT: 'User',
  USER_PROFILE: 'UserProfile',
  IVR_SCRIPT: 'IvrScript',
  CALL_VARIABLE_GROUP: 'CallVariableGroup',
  CALL_VARIABLE: 'CallVariable',
  CONNECTOR: 'Connector',
};

/** The acts on reports of an account. */
export function reportActs(client: Five9Client): ReportActs {
  return {
    reportRun: async (report, ask) => {
      const { folder: folderName, name: reportName } = report;
      const criteria = criteriaOf(report);
      const nativeId = await client.send('runReport', { folderName, reportName, criteria }, ask);
      return { nativeId: requireAnswer(nativeId) };
    },
  };
}

function criteriaOf({ from, to, objects }: ReportRequest): Criteria | null {
  const time = from || to ? { start: from ?? null, end: to ?? null } : null;
  const reportObjects = (objects ?? []).map(({ type, names }) => ({
    objectNames: [...names],
    objectType: OBJECT_TYPES[type],
  }));
  return time || reportObjects.length > 0 ? { time, reportObjects } : null;
}
