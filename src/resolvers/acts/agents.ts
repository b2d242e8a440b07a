import type { TargetInput } from '../../../schema/acts/act.ts';
import type {
  AgentAddSkillsInput,
  AgentCreateInput,
  AgentLoginInput,
  AgentLogoutInput,
  AgentSetNotReadyInput,
  AgentSkillsInput,
  AgentUpdateInput,
  IdentityInput,
} from '../../../schema/acts/agent.ts';
import type { NodeKey } from '../../access/global-id.ts';
import type { AgentRecord } from '../../adapters/adapter.ts';
import { invalidArgument } from '../../adapters/errors.ts';
import { accountOf } from '../../gateway/account.ts';
import type { Identity } from '../../gateway/people.ts';
import type { Context } from '../context.ts';
import { findAgent } from '../nodes.ts';
import { type CreatedId, resolveCreatedId } from './created-id.ts';
import type { ActHandlers } from './handlers.ts';
import { identityWith, namedIdentity } from './identity.ts';
import { withInputPaths } from './input-paths.ts';
import { itemErrors, itemsOf } from './items.ts';
import { type ActPayload, perform, sendAct, visible } from './perform.ts';

/** Creates a person at an account. */
function createAgent(context: Context, input: AgentCreateInput): Promise<ActPayload> {
  return perform(context, 'agentCreate', input, async () => {
    const { idempotencyKey: _, account: asked, skillIds, ...agent } = input;
    const account = accountOf(context, asked);
    refuseEmptyNames(input);
    const method = context.gateway.requireCapability(account, 'agentCreate', visible(context));
    const skills = skillIds?.length ? await itemsOf(context, account, 'skillIds', skillIds) : null;
    let created: NodeKey | null = null;
    return {
      act: () => {
        const record = { ...agent, skillIds: skills };
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, record, {}));
        const onCreated = ({ nativeId }: CreatedId) => {
          created = agentKey(account, nativeId);
        };
        return resolveCreatedId(
          () => withInputPaths(input, send),
          () => nativeIdOf(context, account, input),
          onCreated,
        );
      },
      reread: async () => ({ agent: created && (await rereadAgent(context, [created])) }),
    };
  });
}

/** Native id of a person by user name, else by first and last name; null when the account lists none. */
async function nativeIdOf(context: Context, account: string, input: AgentCreateInput): Promise<string | null> {
  const { userName, firstName, lastName } = input;
  const rows = await context.gateway.read(account, 'agents', {}).catch(() => null);
  const matches = (row: AgentRecord) =>
    userName ? row.userName === userName : row.name === `${firstName} ${lastName}`;
  return rows?.items.find(matches)?.nativeId ?? null;
}

/** Changes an agent in one account. */
function updateAgent(context: Context, input: AgentUpdateInput): Promise<ActPayload> {
  return perform(context, 'agentUpdate', input, async () => {
    const { idempotencyKey: _, id: __, account: ___, ...details } = input;
    refuseEmptyNames(input);
    const { key, account, nativeId, method } = await namedIdentity(context, input, 'agentUpdate');
    return {
      act: async () => {
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, nativeId, details, {}));
        await withInputPaths(input, send);
        return undefined;
      },
      reread: async () => ({ agent: await rereadAgent(context, [key]) }),
    };
  });
}

/** Deletes one identity; the payload has the agent by its remaining identities. */
function deleteAgent(context: Context, input: IdentityInput): Promise<ActPayload> {
  return perform(context, 'agentDelete', input, async () => {
    const { key, account, nativeId, method, identities } = await namedIdentity(context, input, 'agentDelete');
    return {
      act: async () => {
        await sendAct(context, account, (adapter) => method.call(adapter, nativeId, {}, {}));
        return undefined;
      },
      reread: async () => ({ agent: await rereadAgent(context, [key, ...identities.map(keyOfIdentity)]) }),
    };
  });
}

function logAgentIn(context: Context, input: AgentLoginInput): Promise<ActPayload> {
  return perform(context, 'agentLogin', input, async () => {
    const { idempotencyKey: _, id: __, account: ___, ...login } = input;
    const { key, account, nativeId, method } = await namedIdentity(context, input, 'agentLogin');
    return {
      act: async () => {
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, nativeId, login, {}));
        await withInputPaths(input, send);
        return undefined;
      },
      reread: async () => ({ agent: await rereadAgent(context, [key]) }),
    };
  });
}

/** Logs an agent out, at the named account, else where the agent is logged in. */
function logAgentOut(context: Context, input: AgentLogoutInput): Promise<ActPayload> {
  return perform(context, 'agentLogout', input, async () => {
    const { key, account, nativeId, method } = await (input.account == null
      ? identityWith(context, input.id, 'agentLogout', 'id')
      : namedIdentity(context, input, 'agentLogout'));
    return {
      act: async () => {
        const { reasonCode } = input;
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, nativeId, { reasonCode }, {}));
        await withInputPaths(input, send);
        return undefined;
      },
      reread: async () => ({ agent: await rereadAgent(context, [key]) }),
    };
  });
}

/** Assigns or removes skills and reports each refusal. */
function changeSkills(
  context: Context,
  role: 'agentAddSkills' | 'agentRemoveSkills',
  input: AgentSkillsInput & Partial<AgentAddSkillsInput>,
): Promise<ActPayload> {
  return perform(context, role, input, async () => {
    const { key, account, nativeId, method } = await namedIdentity(context, input, role);
    const skills = await itemsOf(context, account, 'skillIds', input.skillIds);
    const level = input.level ?? null;
    return {
      act: async () => {
        const send = () =>
          sendAct(context, account, (adapter) => method.call(adapter, nativeId, skills, { level }, {}));
        const outcomes = await withInputPaths(input, send);
        return { payload: {}, partialErrors: itemErrors('skillIds', outcomes) };
      },
      reread: async () => ({ agent: await rereadAgent(context, [key]) }),
    };
  });
}

/** The agent by the first of these identities that still exists, read again; throws where the first could not be. */
async function rereadAgent(context: Context, keys: readonly [NodeKey, ...NodeKey[]]) {
  await context.gateway.directory.reread(keys[0].account);
  for (const key of keys) {
    const agent = await findAgent(context, key);
    if (agent) return agent;
  }
  return null;
}

function agentKey(account: string, nativeId: string): NodeKey {
  return { type: 'Agent', account, nativeId };
}

function keyOfIdentity({ account, record }: Identity): NodeKey {
  return agentKey(account, record.nativeId);
}

/** Refuses an empty first or last name; an absent one is allowed. */
function refuseEmptyNames(input: { readonly firstName?: string | null; readonly lastName?: string | null }): void {
  for (const name of ['firstName', 'lastName'] as const)
    if (input[name]?.trim() === '') throw invalidArgument(`${name} must not be empty`, 'input', name);
}

/** Makes an agent ready or not ready, at the telephony vendor the agent works on. */
function setReadiness(
  context: Context,
  role: 'agentSetReady' | 'agentSetNotReady',
  input: Partial<AgentSetNotReadyInput> & TargetInput,
): Promise<ActPayload> {
  return perform(context, role, input, async () => {
    const { key, account, nativeId, method } = await identityWith(context, input.id, role, 'id');
    return {
      act: async () => {
        const more = { reasonCode: input.reasonCode ?? null };
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, nativeId, more, {}));
        await withInputPaths(input, send);
        return undefined;
      },
      reread: async () => ({ agent: await rereadAgent(context, [key]) }),
    };
  });
}

/** How each act on an agent is carried out. */
export const agentHandlers = {
  agentCreate: createAgent,
  agentUpdate: updateAgent,
  agentDelete: deleteAgent,
  agentLogin: logAgentIn,
  agentLogout: logAgentOut,
  agentAddSkills: (context: Context, input: AgentAddSkillsInput) => changeSkills(context, 'agentAddSkills', input),
  agentRemoveSkills: (context: Context, input: AgentSkillsInput) => changeSkills(context, 'agentRemoveSkills', input),
  agentSetReady: (context: Context, input: TargetInput) => setReadiness(context, 'agentSetReady', input),
  agentSetNotReady: (context: Context, input: AgentSetNotReadyInput) =>
    setReadiness(context, 'agentSetNotReady', input),
} satisfies ActHandlers;
