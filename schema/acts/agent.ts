import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Agent } from '../agent.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** Fields of the input of `agentSetNotReady`. */
@InputType()
export abstract class AgentSetNotReadyInput extends TargetInput {
  @Field(() => String, {
    nullable: true,
    description: 'Name or number of a reason code at the vendor; some vendors require one.',
  })
  reasonCode?: string | null;
}

/** Details of a user; a vendor without a field for one of them refuses it by name. */
@InputType()
export abstract class AgentDetailsInput extends ActInput {
  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Extension of the agent’s phone, for example `4101`.' })
  extension?: string | null;

  @Field(() => String, { nullable: true, description: 'Employee number.' })
  employeeId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the user is enabled at the account; a new user is enabled when absent.',
  })
  active?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'New password. Passed to the vendor and never logged or returned.',
  })
  password?: string | null;
}

/** Fields of the input of `agentCreate`. */
@InputType()
export abstract class AgentCreateInput extends AgentDetailsInput {
  @Field(() => String, { description: 'Key of the account at which to create the user, as in `Account.key`.' })
  account: string;

  @Field(() => String, { description: 'First name.' })
  firstName: string;

  @Field(() => String, { description: 'Last name.' })
  lastName: string;

  @Field(() => String, { nullable: true, description: 'Login name; some vendors require one.' })
  userName?: string | null;

  @Field(() => [String], { nullable: true, description: 'Names of the agent’s groups.' })
  groups?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of the agent’s skills, at most 50. A skill of another account stands for the skill of the same name.',
  })
  skillIds?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Level in all of these skills, from 1 (highest priority) to 10; 1 when absent.',
  })
  skillLevel?: number | null;
}

/** Fields of the input of `agentUpdate`. */
@InputType()
export abstract class AgentUpdateInput extends AgentDetailsInput {
  @Field(() => ID, { description: 'Id of the agent.' })
  id: string;

  @Field(() => String, {
    nullable: true,
    description: 'Key of the account whose identity is changed; required when several accounts could do it.',
  })
  account?: string | null;

  @Field(() => String, { nullable: true, description: 'New first name.' })
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: 'New last name.' })
  lastName?: string | null;
}

/** An act on one identity of an agent. */
@InputType()
export abstract class IdentityInput extends TargetInput {
  @Field(() => String, {
    nullable: true,
    description: 'Key of the account whose identity is meant; required when several accounts could do it.',
  })
  account?: string | null;
}

/** Fields of the input of `agentLogin`. */
@InputType()
export abstract class AgentLoginInput extends IdentityInput {
  @Field(() => String, {
    nullable: true,
    description: 'The agent’s password. Passed to the vendor and never logged or returned.',
  })
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the station to log in at.' })
  station?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Type of the station, in the vendor’s words, for example `SOFTPHONE`.',
  })
  stationType?: string | null;
}

/** Fields of the input of `agentLogout`. */
@InputType()
export abstract class AgentLogoutInput extends TargetInput {
  @Field(() => String, {
    nullable: true,
    description: 'Key of the account to log out of; absent, the account at which the agent is logged in.',
  })
  account?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name or number of a reason code at the vendor; some vendors require one.',
  })
  reasonCode?: string | null;
}

/** Skills of an agent. */
@InputType()
export abstract class AgentSkillsInput extends IdentityInput {
  @Field(() => [ID], {
    description:
      'Ids of the skills, at most 50, and fewer where the vendor requires pauses between changes. A skill of another account stands for the skill of the same name.',
  })
  skillIds: string[];
}

/** Fields of the input of `agentAddSkills`. */
@InputType()
export abstract class AgentAddSkillsInput extends AgentSkillsInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Level in all of these skills, from 1 (highest priority) to 10; 1 when absent.',
  })
  level?: number | null;
}

/** A payload with the agent as it is now. */
@ObjectType()
export abstract class AgentPayload extends Payload {
  @Field(() => Agent, {
    nullable: true,
    description: 'The agent after the mutation; null when no identity is left or the agent could not be read.',
  })
  agent?: Agent | null;
}
