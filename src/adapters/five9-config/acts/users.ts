import type { AgentDetails, NewAgent } from '../../acts/agent.ts';
import { rejectEmptyUpdate, rejectUnsupportedFields } from '../../acts/unsupported-fields.ts';
import type { Acts } from '../../adapter.ts';
import type { FieldValues, SendOptions } from '../../contract.ts';
import { CrosspointError, invalidArgument } from '../../errors.ts';
import type { Five9Client } from '../client.ts';
import type { userGeneralInfo } from '../contract/types/users.ts';
import { exactPattern, withoutEmptyTexts } from '../quirks.ts';
import { skillLevel } from './user-skills.ts';

type GeneralInfo = FieldValues<(typeof userGeneralInfo)['fields']>;
const DETAILS = ['firstName', 'lastName', 'email', 'extension', 'active', 'password'] as const;

/** Creating, changing and deleting users, which the vendor knows by their login names. */
export function userActs(client: Five9Client) {
  return {
    agentCreate: (agent, ask) => create(client, agent, ask),
    agentUpdate: (userName, details, ask) => update(client, userName, details, ask),
    agentDelete: async (userName, _, ask) => {
      await client.send('deleteUser', { userName }, ask);
    },
  } satisfies Partial<Acts>;
}

/** A new user is an agent: no recording unless a campaign requires it, and no voicemail forwarding. */
const AGENT_ROLE = { alwaysRecorded: false, attachVmToEmail: false, sendEmailOnVm: false };

async function create(client: Five9Client, agent: NewAgent, ask: SendOptions) {
  rejectUnsupportedFields(agent, ...DETAILS, 'userName', 'groups', 'skillIds', 'skillLevel');
  const { userName, groups, skillIds, active } = agent;
  if (!userName) throw invalidArgument('The vendor requires a login name', 'userName');
  const level = skillLevel(agent.skillLevel, 'skillLevel');
  const userInfo = {
    agentGroups: [...(groups ?? [])],
    generalInfo: { ...infoOf(agent), active: active ?? true, userName },
    roles: { agent: AGENT_ROLE },
    skills: (skillIds ?? []).map((skillName) => ({ level, skillName, userName })),
  };
  const made = await client.send('createUser', { userInfo }, ask);
  return { nativeId: made?.generalInfo?.userName ?? userName };
}

/**
 * The vendor takes a user's general data as a whole (guide p. 222), so they are read, changed and written back. A change
 * between the two is overwritten unless the vendor notices it and answers ConcurrentModificationFault.
 */
async function update(client: Five9Client, userName: string, details: AgentDetails, ask: SendOptions): Promise<void> {
  rejectUnsupportedFields(details, ...DETAILS);
  rejectEmptyUpdate(details);
  const standing = await read(client, userName, ask);
  const changed = infoOf(details, standing);
  const sending = { ...ask, changes: { userGeneralInfo: changed } };
  await client.send('modifyUser', { userGeneralInfo: { ...standing, ...changed } }, sending);
}

/** A user's general data as they can be written back: without fields not to be used (guide p. 124) and password. */
async function read(client: Five9Client, userName: string, ask: SendOptions): Promise<GeneralInfo> {
  const reading = { ...ask, asRead: true };
  const users = await client.send('getUsersGeneralInfo', { userNamePattern: exactPattern(userName) }, reading);
  const found = users.find((user) => user.userName === userName);
  if (!found) throw new CrosspointError('NOT_FOUND', 'There is no such user');
  const { IEXScheduled: _, osLogin: __, password: ___, ...info } = found;
  return withoutEmptyTexts(info);
}

/** Details in the vendor's terms; the full name consists of the first and last name. */
function infoOf({ firstName, lastName, email, extension, active, password }: AgentDetails, standing: GeneralInfo = {}) {
  const first = firstName ?? standing.firstName ?? '';
  const last = lastName ?? standing.lastName ?? '';
  const renamed = firstName != null || lastName != null;
  const info = { active, EMail: email, extension, firstName, fullName: renamed ? `${first} ${last}`.trim() : null };
  const given = Object.entries({ ...info, lastName, password }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return Object.fromEntries(given) as GeneralInfo;
}
