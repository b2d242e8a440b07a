/** The Configuration Web Services, version 13: 182 operations in the chapters of the guide. */
import { contract } from '../../contract.ts';
import { agentGroups } from './agent-groups.ts';
import { callVariables } from './call-variables.ts';
import { campaignConfiguration } from './campaign-configuration.ts';
import { campaignManagement } from './campaign-management.ts';
import { campaignProfiles } from './campaign-profiles.ts';
import { connectors } from './connectors.ts';
import { contactFields } from './contact-fields.ts';
import { contactManagement } from './contact-management.ts';
import { dialingRules } from './dialing-rules.ts';
import { dispositionConfiguration } from './disposition-configuration.ts';
import { domainLimits } from './domain-limits.ts';
import { ivrScript } from './ivr-script.ts';
import { listManagement } from './list-management.ts';
import { localesAndLanguages } from './locales-and-languages.ts';
import { promptManagement } from './prompt-management.ts';
import { reasonCodes } from './reason-codes.ts';
import { reports } from './reports.ts';
import { sessionInformation } from './session-information.ts';
import { skillManagement } from './skill-management.ts';
import { speedDialInformation } from './speed-dial-information.ts';
import { userManagement } from './user-management.ts';
import { userProfiles } from './user-profiles.ts';
import { configuration } from './vcc-configuration.ts';

/** All operations of the Configuration Web Services. */
export const five9ConfigContract = contract({
  vendor: 'five9-config',
  prefix: 'five9Config',
  chapters: {
    'Agent Groups': agentGroups,
    'Call Variables': callVariables,
    'Campaign Configuration': campaignConfiguration,
    'Campaign Management': campaignManagement,
    'Campaign Profiles': campaignProfiles,
    Connectors: connectors,
    'Contact Fields': contactFields,
    'Contact Management': contactManagement,
    'Dialing Rules': dialingRules,
    'Disposition Configuration': dispositionConfiguration,
    'Domain Limits': domainLimits,
    'IVR Script': ivrScript,
    'List Management': listManagement,
    'Locales and Languages': localesAndLanguages,
    'Prompt Management': promptManagement,
    'Reason Codes': reasonCodes,
    Reports: reports,
    'Session Information': sessionInformation,
    'Skill Management': skillManagement,
    'Speed Dial Information': speedDialInformation,
    'User Management': userManagement,
    'User Profiles': userProfiles,
    'VCC Configuration': configuration,
  },
});
