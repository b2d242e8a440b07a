import type { data } from '../../adapters/five9-cti/contract/data.ts';
import type { miscellaneous } from '../../adapters/five9-cti/contract/miscellaneous.ts';
import { agentPermission } from '../../adapters/five9-cti/contract/types.ts';
import type { SimulatedCampaign, SimulatedPerson } from '../centre/model.ts';
import { refuse } from './company.ts';
import type { Handlers, In } from './handler.ts';

const VERSION = '8.2.25';

const STATES: readonly SimulatedCampaign['state'][] = ['NOT_RUNNING', 'STARTING', 'RUNNING', 'STOPPING', 'PAUSED'];

function campaignInfo({ id, name, state, mode, number }: SimulatedCampaign) {
  return {
    id,
    name,
    flags: '0',
    state: STATES.indexOf(state),
    mode: mode === 'PREVIEW' ? 1 : 0,
    extension: number.slice(-4),
  };
}

function fullName({ firstName, lastName }: SimulatedPerson): string {
  return `${firstName} ${lastName}`;
}

function agentInfo(person: SimulatedPerson) {
  return { agentId: person.five9Id, name: fullName(person) };
}

/** The reads at a desk. */
export const dataHandlers: Handlers<In<typeof data>> = {
  getAgentPermissions: () => Object.fromEntries(Object.keys(agentPermission.fields).map((name) => [name, true])),
  getAvailableSkills: ({ company, person }) =>
    company.skills.filter(({ name }) => person.skills.includes(name)).map(({ id, name }) => ({ skillId: id, name })),
  getAvailableCampaigns: ({ company }) => company.campaigns.map(campaignInfo),
  getCampaignInfo: ({ company }, { campaignId }) => campaignInfo(company.campaign(campaignId)),
  getAvailableAgents: ({ company, person }) =>
    company.people.filter((one) => one !== person && one.presence !== 'LOGGED_OUT').map(agentInfo),
  getAgentInfo: ({ company }, { agentId }) => {
    const person = company.people.find(({ five9Id }) => five9Id === agentId);
    if (!person) throw refuse(`Agent ${agentId} does not exist`);
    return agentInfo(person);
  },
  getCampaignDispositions: ({ company }, { campaignId }) => {
    const { dispositions } = company.campaign(campaignId);
    const rows = company.dispositions.filter(({ name }) => dispositions.includes(name));
    return rows.map((row) => ({ ...row, description: `Outcome ${row.name}`, flags: '0' }));
  },
  getReasonCodes: ({ company }) => [...company.logoutReasons],
  getNotReadyReasonCodes: ({ company }) => [...company.notReadyReasons],
  getStatus: (desk) => desk.status(),
  getUserDetails: ({ person }) => ({
    domain: 'Simulated Company',
    domainId: '1',
    extension: person.extension,
    flags: '0',
    fullName: fullName(person),
    station: person.stationName,
    stationType: 'SOFTPHONE',
    username: person.userName,
  }),
  getVersion: () => VERSION,
};

/** Operations that belong to no other chapter. */
export const miscellaneousHandlers: Handlers<In<typeof miscellaneous>> = {
  getSpeedDials: () => [
    { code: '1', description: 'Help desk', id: '1', number: '+15550000100' },
    { code: '2', description: 'Reception', id: '2', number: '+15550000200' },
  ],
  addNumberToDnc: ({ company }, { number }) => company.doNotCall.add(number),
  playFile: (_desk, { filename }) => {
    if (filename === '') throw refuse('No file is named');
  },
};
