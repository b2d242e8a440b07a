/** Where the guide and the wire differ. The contract speaks the wire; a reader of the guide finds the way from here. */

/** One difference between the guide and the wire. */
export interface Spelling {
  readonly guide: string;
  readonly wire: string;
  readonly page: number;
}

/** Names that the guide prints otherwise than the wire has them. */
export const guideSpellings: readonly Spelling[] = [
  { guide: 'addSkillToCampaign', wire: 'addSkillsToCampaign', page: 30 },
  { guide: 'baseOutboundcampaign', wire: 'baseOutboundCampaign', page: 31 },
  { guide: 'generalCampaign.defaultIvrSchedule', wire: 'inboundCampaign.defaultIvrSchedule', page: 86 },
  { guide: 'generalCampaign.maxNumOfLines', wire: 'inboundCampaign.maxNumOfLines', page: 86 },
  { guide: 'ttsInfo.language: language', wire: 'ttsInfo.language: string', page: 92 },
  { guide: 'orderByField.fieldname', wire: 'orderByField.fieldName', page: 101 },
  { guide: 'record.values: data', wire: 'record.values: list of data', page: 105 },
  { guide: 'remoteHostLoginSettings.UserName', wire: 'remoteHostLoginSettings.userName', page: 105 },
  { guide: 'CampaignManagementResetDialerDCP', wire: 'CampaignManagementResetAbandonCallRate', page: 118 },
  { guide: 'userGeneralInfo.extension: int', wire: 'userGeneralInfo.extension: string', page: 123 },
  { guide: 'wrongListDialingMode', wire: 'WrongListDialingModeFault', page: 133 },
  { guide: 'createAgentGroupResponse.group', wire: 'createAgentGroupResponse.return', page: 137 },
  { guide: 'deleteFromContactsFtp(DeleteSettings)', wire: 'deleteFromContactsFtp(deleteSettings)', page: 171 },
  { guide: 'setIvrIcons(ivrIcons, ivrScriptName)', wire: 'setIvrIcons(ivrScriptName, ivrIcons)', page: 185 },
  { guide: 'getReportResults', wire: 'getReportResult', page: 208 },
  { guide: 'getSkill (under getSkillAudioFiles)', wire: 'getSkillAudioFiles', page: 214 },
  {
    guide: 'createSpeedDialNumber(code, description, number)',
    wire: 'createSpeedDialNumber(code, number, description)',
    page: 218,
  },
  { guide: 'ExtensionsOutOfRangeFault.campaignName', wire: 'ExtensionsOutOfRangeFault.campaignNames', page: 235 },
  { guide: 'WrongCampaignTypeFault.desiredType', wire: 'WrongCampaignTypeFault.desiredTypes', page: 242 },
];

/** Types and faults that the guide still lists although the wire has none of them, each with the reason. */
export const guideOnly: Readonly<Record<string, string>> = {
  agentAuditReportCriteria: 'no longer used (p. 22)',
  agentState: 'removed with version 10 (p. 29)',
  callLogReportCriteria: 'no longer used (p. 48)',
  callType: 'removed with version 10 (p. 48)',
  crmManagerPermissionType: 'has no words, so that any text stands for it (p. 70)',
  data: 'an element of record.values and not a type (p. 76)',
  language: 'a plain text on the wire (p. 92)',
  passwordPolicyEntries: 'belongs to an older version; passwordPolicies took its place (p. 102)',
  passwordPolicyEntryValue: 'belongs to an older version; passwordPolicies took its place (p. 103)',
  stringArray: 'an element that only holds items (p. 117)',
  LogoutReasonCodeNotFoundFault: 'removed with version 10 (p. 237)',
  NotReadyReasonCodeNotFoundFault: 'removed with version 10 (p. 237)',
};
