import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Agent } from '../agent.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** Fields of the input of `agentSetNotReady`. */
@InputType()
export abstract class AgentSetNotReadyInput extends TargetInput {
  @Field(() => String, { nullable: true, description: 'Why, as the vendor names or numbers its reasons.' })
  reasonCode?: string | null;
}

/** What an account can be told of a person; a vendor that has no place for one of these refuses it by name. */
@InputType()
export abstract class AgentDetailsInput extends ActInput {
  @Field(() => String, { nullable: true, description: 'The e-mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'The phone the person answers on.' })
  extension?: string | null;

  @Field(() => String, { nullable: true, description: 'The number the employer knows the person by.' })
  employeeId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'The account lets the person work; true for a new one.' })
  active?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The password from now on. It is passed on and never shown.' })
  password?: string | null;
}

/** Fields of the input of `agentCreate`. */
@InputType()
export abstract class AgentCreateInput extends AgentDetailsInput {
  @Field(() => String, { description: 'The account to make them known at, by the operator’s key.' })
  account: string;

  @Field(() => String, { description: 'The first name.' })
  firstName: string;

  @Field(() => String, { description: 'The last name.' })
  lastName: string;

  @Field(() => String, { nullable: true, description: 'The name to log in with; a vendor may need one.' })
  userName?: string | null;

  @Field(() => [String], { nullable: true, description: 'Names of the groups the person is to belong to.' })
  groups?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The person’s skills: of that account, or of another one for those of the same name; 50 at most.',
  })
  skillIds?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'The level in those skills, 1 to 10; 1, the first, when left out.' })
  skillLevel?: number | null;
}

const WHICH_IDENTITY = 'The account whose identity of the agent is meant; needed where several could do it.';

/** Fields of the input of `agentUpdate`. */
@InputType()
export abstract class AgentUpdateInput extends AgentDetailsInput {
  @Field(() => ID, { description: 'The agent to change.' })
  id: string;

  @Field(() => String, { nullable: true, description: WHICH_IDENTITY })
  account?: string | null;

  @Field(() => String, { nullable: true, description: 'The first name.' })
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: 'The last name.' })
  lastName?: string | null;
}

/** An act on one identity of an agent. */
@InputType()
export abstract class IdentityInput extends TargetInput {
  @Field(() => String, { nullable: true, description: WHICH_IDENTITY })
  account?: string | null;
}

/** Fields of the input of `agentLogin`. */
@InputType()
export abstract class AgentLoginInput extends IdentityInput {
  @Field(() => String, { nullable: true, description: 'The agent’s password. It is passed on and never shown.' })
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the station to use.' })
  station?: string | null;

  @Field(() => String, { nullable: true, description: 'Kind of station, as the vendor names it.' })
  stationType?: string | null;
}

/** Fields of the input of `agentLogout`. */
@InputType()
export abstract class AgentLogoutInput extends TargetInput {
  @Field(() => String, { nullable: true, description: 'The account whose identity of the agent is meant.' })
  account?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, as the vendor names or numbers its reasons.' })
  reasonCode?: string | null;
}

/** Skills of an agent. */
@InputType()
export abstract class AgentSkillsInput extends IdentityInput {
  @Field(() => [ID], {
    description:
      'The skills: of that account, or of another one for those of the same name; 50 at most, and fewer where the vendor asks for pauses between.',
  })
  skillIds: string[];
}

/** Fields of the input of `agentAddSkills`. */
@InputType()
export abstract class AgentAddSkillsInput extends AgentSkillsInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The level in all of them, 1 to 10; 1, the first, when left out.',
  })
  level?: number | null;
}

/** A payload with the agent as it is now. */
@ObjectType()
export abstract class AgentPayload extends Payload {
  @Field(() => Agent, { nullable: true, description: 'The agent as it is now; null when no identity is left.' })
  agent?: Agent | null;
}
