import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { TargetInput } from '../../../schema/acts/act.ts';
import {
  AgentAddSkillsInput,
  AgentAddSkillsPayload,
  AgentCreateInput,
  AgentCreatePayload,
  AgentDeleteInput,
  AgentDeletePayload,
  AgentLoginInput,
  AgentLoginPayload,
  AgentLogoutInput,
  AgentLogoutPayload,
  AgentRemoveSkillsInput,
  AgentRemoveSkillsPayload,
  AgentSetNotReadyInput,
  AgentSetNotReadyPayload,
  AgentSetReadyInput,
  AgentSetReadyPayload,
  AgentUpdateInput,
  AgentUpdatePayload,
} from '../../../schema/acts/agent.ts';
import type { Context } from '../context.ts';
import { findAgent } from '../nodes.ts';
import { changeSkills, createAgent, deleteAgent, logAgentIn, logAgentOut, updateAgent } from './agent-changes.ts';
import { identityAble } from './identity.ts';
import { withInputPaths } from './input-paths.ts';
import { type ActPayload, INPUT, perform, tell } from './perform.ts';

/** What can be done with agents. Each is done at most once, and tells what went wrong beside the thing as it now is. */
@Resolver()
export class AgentMutations {
  @Mutation(() => AgentCreatePayload, { description: 'Makes a person known at an account, as an agent.' })
  agentCreate(
    @Ctx() context: Context,
    @Arg('input', () => AgentCreateInput, INPUT) input: AgentCreateInput,
  ): Promise<ActPayload> {
    return createAgent(context, input);
  }

  @Mutation(() => AgentUpdatePayload, { description: 'Changes what one account knows of an agent.' })
  agentUpdate(
    @Ctx() context: Context,
    @Arg('input', () => AgentUpdateInput, INPUT) input: AgentUpdateInput,
  ): Promise<ActPayload> {
    return updateAgent(context, input);
  }

  @Mutation(() => AgentDeletePayload, { description: 'Deletes one identity of an agent.' })
  agentDelete(
    @Ctx() context: Context,
    @Arg('input', () => AgentDeleteInput, INPUT) input: AgentDeleteInput,
  ): Promise<ActPayload> {
    return deleteAgent(context, input);
  }

  @Mutation(() => AgentLoginPayload, { description: 'Logs an agent in, not ready yet.' })
  agentLogin(
    @Ctx() context: Context,
    @Arg('input', () => AgentLoginInput, INPUT) input: AgentLoginInput,
  ): Promise<ActPayload> {
    return logAgentIn(context, input);
  }

  @Mutation(() => AgentLogoutPayload, { description: 'Logs an agent out.' })
  agentLogout(
    @Ctx() context: Context,
    @Arg('input', () => AgentLogoutInput, INPUT) input: AgentLogoutInput,
  ): Promise<ActPayload> {
    return logAgentOut(context, input);
  }

  @Mutation(() => AgentAddSkillsPayload, { description: 'Gives an agent skills.' })
  agentAddSkills(
    @Ctx() context: Context,
    @Arg('input', () => AgentAddSkillsInput, INPUT) input: AgentAddSkillsInput,
  ): Promise<ActPayload> {
    return changeSkills(context, 'agentAddSkills', input);
  }

  @Mutation(() => AgentRemoveSkillsPayload, { description: 'Takes skills from an agent.' })
  agentRemoveSkills(
    @Ctx() context: Context,
    @Arg('input', () => AgentRemoveSkillsInput, INPUT) input: AgentRemoveSkillsInput,
  ): Promise<ActPayload> {
    return changeSkills(context, 'agentRemoveSkills', input);
  }

  @Mutation(() => AgentSetReadyPayload, { description: 'Makes an agent ready for calls.' })
  agentSetReady(
    @Ctx() context: Context,
    @Arg('input', () => AgentSetReadyInput, INPUT) input: AgentSetReadyInput,
  ): Promise<ActPayload> {
    return actOnAgent(context, 'agentSetReady', input);
  }

  @Mutation(() => AgentSetNotReadyPayload, { description: 'Makes an agent not ready for calls.' })
  agentSetNotReady(
    @Ctx() context: Context,
    @Arg('input', () => AgentSetNotReadyInput, INPUT) input: AgentSetNotReadyInput,
  ): Promise<ActPayload> {
    return actOnAgent(context, 'agentSetNotReady', input);
  }
}

/** Makes an agent ready or not ready, at the telephony vendor the agent works on. */
function actOnAgent(
  context: Context,
  role: 'agentSetReady' | 'agentSetNotReady',
  input: TargetInput & { reasonCode?: string | null },
): Promise<ActPayload> {
  return perform(context, role, input, async () => {
    const { key, account, nativeId, method } = await identityAble(context, input.id, role, 'id');
    return {
      act: async () => {
        const more = { reasonCode: input.reasonCode ?? null };
        const send = () => tell(context, account, (adapter) => method.call(adapter, nativeId, more, {}));
        await withInputPaths(input, send);
        return undefined;
      },
      reread: async () => {
        await context.gateway.directory.book({ maxAge: 0 });
        return { agent: await findAgent(context, key) };
      },
    };
  });
}
