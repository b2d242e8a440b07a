import { Field, Int, ObjectType } from 'type-graphql';
import { Account } from './account.ts';
import { Call } from './call.ts';
import { RecordingConnection } from './connections.ts';
import { Node } from './node.ts';
import { DateTime } from './scalars.ts';
import { Skill } from './skill.ts';
import { IdentityRule, Presence } from './vocabulary.ts';

@ObjectType({ simpleResolvers: true, description: 'A skill of an agent at one account, with its level.' })
export class AgentSkillLevel {
  @Field(() => String, { description: 'Name of the skill.' })
  name: string;

  @Field(() => Int, { description: 'Routing level of the agent for this skill, from 1 (highest priority) to 10.' })
  level: number;
}

@ObjectType({ simpleResolvers: true, description: 'The user record of an agent at one account.' })
export class AgentIdentity {
  @Field(() => Account, { description: 'The account of the record.' })
  account: Account;

  @Field(() => String, { description: 'The vendor’s key of the user, exactly as the vendor writes it.' })
  nativeId: string;

  @Field(() => String, { nullable: true, description: 'Login name; null when the vendor does not report one.' })
  userName?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Extension or device id of the agent’s phone, for example `4101`; null when the vendor does not report one.',
  })
  extension?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True when the user is enabled at the account; null when the vendor does not report it.',
  })
  active?: boolean | null;

  @Field(() => [AgentSkillLevel], {
    description: 'Levels of the agent’s skills at this account; empty when the vendor has no levels.',
  })
  skillLevels: readonly AgentSkillLevel[];

  @Field(() => IdentityRule, {
    nullable: true,
    description: 'The rule that joined this identity to the agent; null when the agent has no other identity.',
  })
  matchedBy?: IdentityRule | null;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A person who handles calls, joined from the user records of several accounts.',
})
export class Agent extends Node {
  @Field(() => String, { description: 'Full name, as the first configured account among `identities` reports it.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'E-mail address; null when no account reports one.' })
  email?: string | null;

  @Field(() => [AgentIdentity], { description: 'The agent’s user records, one for each account.' })
  identities: readonly AgentIdentity[];

  @Field(() => Presence, {
    nullable: true,
    description: 'Current presence, from the most recent report of a telephony account; null when none reports it.',
  })
  presence?: Presence | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Start of the current presence; null when the gateway did not observe the change and the vendor does not report it.',
  })
  presenceSince?: string | null;

  @Field(() => [Skill], {
    nullable: true,
    description: 'Skills of the agent over all identities, each name once; null when they could not be read.',
  })
  skills?: readonly Skill[] | null;

  @Field(() => [String], { description: 'Names of the agent’s groups over all identities.' })
  groups: readonly string[];

  @Field(() => [Call], {
    nullable: true,
    description: 'Calls of the agent that have not ended; null when they could not be read.',
  })
  currentCalls?: readonly Call[] | null;

  @Field(() => RecordingConnection, {
    nullable: true,
    description: 'Recordings of the agent, newest first; null when they could not be read.',
  })
  recordings?: RecordingConnection | null;
}
