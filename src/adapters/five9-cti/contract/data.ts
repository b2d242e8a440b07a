import { list, long, optional, required, string } from '../../contract.ts';
import { whichCampaign } from './fields.ts';
import { ask } from './rows.ts';
import {
  agentBridgeStatus,
  agentInfo,
  agentPermission,
  campaignInfo,
  dispositionValue,
  reasonCodeValue,
  skillInfo,
  userDetails,
} from './types.ts';

/** The reads at a desk. */
export const data = {
  getAgentPermissions: ask('The permissions of the agent.', agentPermission),
  getAvailableSkills: ask('Skills of the agent.', list(skillInfo)),
  getAvailableCampaigns: ask('Campaigns the agent works for.', list(campaignInfo)),
  getCampaignInfo: ask('One campaign.', campaignInfo, { campaignId: whichCampaign }),
  getAvailableAgents: ask('Colleagues who can be reached.', list(agentInfo)),
  getAgentInfo: ask('One colleague.', agentInfo, { agentId: required(long, 'Id of the agent.') }),
  getCampaignDispositions: ask("Outcomes a campaign's calls may have.", list(dispositionValue), {
    campaignId: whichCampaign,
  }),
  getReasonCodes: ask('Reasons to log out.', list(reasonCodeValue)),
  getNotReadyReasonCodes: ask('Reasons not to be ready.', list(reasonCodeValue)),
  getStatus: ask('Where the agent and the line stand.', agentBridgeStatus),
  getUserDetails: ask('Who works at this desk.', userDetails),
  getVersion: ask('Version of a part of the service.', string, {
    componentName: optional(string, 'The part meant.'),
  }),
};
