/** Making, changing and deleting the recorder's users. */

import type { AgentDetails, NewAgent } from '../../acts/agent.ts';
import { rejectEmptyUpdate, rejectUnsupportedFields } from '../../acts/unsupported-fields.ts';
import type { Acts } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError, invalidArgument } from '../../errors.ts';
import { readingOf } from '../../readings.ts';
import type { RecorderClient } from '../client.ts';
import { readings } from '../readings.ts';
import { firstNonEmpty } from '../reads/records.ts';
import type { Settings } from '../settings.ts';

const DETAILS = ['firstName', 'lastName', 'email', 'employeeId', 'active', 'password'] as const;

/** The acts on users, which the recorder identifies by numbers. */
export function recorderUserActs(client: RecorderClient, settings: Settings) {
  return {
    agentCreate: (agent, ask) => add(client, settings, agent, ask),
    agentUpdate: (user, details, ask) => modify(client, user, details, ask),
    agentDelete: async (user, _, ask) => {
      await client.send('IMPORTUSER', { ACTION: 'DELETE', USERID: numberOf(user) }, ask);
    },
  } satisfies Partial<Acts>;
}

async function add(client: RecorderClient, settings: Settings, agent: NewAgent, ask: SendOptions) {
  rejectUnsupportedFields(agent, ...DETAILS, 'userName', 'extension');
  const { userName, extension, active } = agent;
  const byUser = readingOf(readings, settings.readings, 'import-phones') === 'phones';
  const names = { ...(userName && { USERNAME: userName }), ...(extension && byUser && { PHONES: extension }) };
  const input = { ACTION: 'ADD', ...fieldsOf({ ...agent, active: active ?? true }), ...names } as const;
  const made = await client.send('IMPORTUSER', input, ask);
  const nativeId = firstNonEmpty(made?.USERID) ?? (await find(client, agent, ask));
  if (extension && !byUser) await givePhone(client, nativeId, extension, ask);
  return { nativeId };
}

/** The phone is a second command: where it is refused, the user exists and its phone is missing. */
async function givePhone(client: RecorderClient, user: string, phone: string, ask: SendOptions): Promise<void> {
  const input = { ACTION: 'ADD', AGENTID: numberOf(user), PHONEID: phone } as const;
  await client.send('IMPORTAGENTPHONE', input, ask).catch((cause: unknown) => {
    const vendorCode = cause instanceof CrosspointError ? cause.vendorCode : undefined;
    const facts = { cause, retryable: false, ...(vendorCode && { vendorCode }) };
    throw new CrosspointError('OUTCOME_UNKNOWN', `User ${user} was created, but its phone was not set`, facts);
  });
}

const NUMBER_UNKNOWN = 'The recorder created the user but does not report its number';

/** No two users have the same first and last name, so that the list shows a number that the answer did not. */
async function find(client: RecorderClient, { firstName, lastName }: NewAgent, ask: SendOptions): Promise<string> {
  const answer = await client.send('IMPORTUSER', { ACTION: 'LIST' }, ask).catch((cause: unknown) => {
    throw new CrosspointError('BAD_RESPONSE', NUMBER_UNKNOWN, { cause });
  });
  const found = answer?.USERS?.USER?.find((user) => user.FIRSTNAME === firstName && user.LASTNAME === lastName);
  const number = firstNonEmpty(found?.USER_ID);
  if (!number) throw new CrosspointError('BAD_RESPONSE', NUMBER_UNKNOWN);
  return number;
}

/**
 * MODIFY adds to what is known of a user, so only what is to change is sent; what else stands is the recorder's to keep.
 * Phones are left alone: the list a user has of them would be replaced by one.
 */
async function modify(client: RecorderClient, user: string, details: AgentDetails, ask: SendOptions): Promise<void> {
  rejectUnsupportedFields(details, ...DETAILS);
  rejectEmptyUpdate(details);
  const emptied = Object.entries(details).find(([, value]) => value === '');
  if (emptied)
    throw invalidArgument('The recorder leaves an absent field unchanged, so this field cannot be emptied', emptied[0]);
  await client.send('IMPORTUSER', { ACTION: 'MODIFY', USERID: numberOf(user), ...fieldsOf(details) }, ask);
}

function fieldsOf({ firstName, lastName, email, employeeId, active, password }: AgentDetails) {
  const fields = { FIRSTNAME: firstName, LASTNAME: lastName, EMAIL: email, EMPLOYEEID: employeeId, PASSWORD: password };
  const status = active == null ? null : active ? ('A' as const) : ('I' as const);
  return { ...fields, STATUS: status };
}

function numberOf(user: string): number {
  if (!/^\d{1,10}$/.test(user)) throw new CrosspointError('NOT_FOUND', 'There is no such user');
  return Number(user);
}
