import { Field, Int, ObjectType } from 'type-graphql';
import { Account } from './account.ts';
import { Call } from './call.ts';
import { RecordingConnection } from './connections.ts';
import { Node } from './node.ts';
import { DateTime } from './scalars.ts';
import { Skill } from './skill.ts';
import { IdentityRule, Presence } from './vocabulary.ts';

/** A skill of an agent at one account. */
@ObjectType({ simpleResolvers: true, description: 'A skill of an agent and the priority of its calls for that agent.' })
export class AgentSkillLevel {
  @Field(() => String, { description: 'The name of the skill.' })
  name: string;

  @Field(() => Int, { description: 'The level, from 1 (highest priority) to 10.' })
  level: number;
}

/** One account’s view of a person. */
@ObjectType({ simpleResolvers: true, description: 'How one account knows a person.' })
export class AgentIdentity {
  @Field(() => Account, { description: 'The account.' })
  account: Account;

  @Field(() => String, { description: 'The vendor’s own key of the person.' })
  nativeId: string;

  @Field(() => String, { nullable: true, description: 'The name the person logs in with.' })
  userName?: string | null;

  @Field(() => String, { nullable: true, description: 'The phone the person answers on.' })
  extension?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The account lets the person work; null where it does not tell.',
  })
  active?: boolean | null;

  @Field(() => [AgentSkillLevel], {
    description: 'The levels of the agent’s skills at this account; empty where the vendor has no levels.',
  })
  skillLevels: readonly AgentSkillLevel[];

  @Field(() => IdentityRule, {
    nullable: true,
    description: 'The rule that joined it with the agent’s other identities; null when it stands alone.',
  })
  matchedBy?: IdentityRule | null;
}

/** A person who takes and places calls. */
@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A person who takes and places calls, joined from the identities several vendors know.',
})
export class Agent extends Node {
  @Field(() => String, { description: 'The person’s name.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'The person’s e-mail address.' })
  email?: string | null;

  @Field(() => [AgentIdentity], { description: 'How each account knows this person, and why they were joined.' })
  identities: readonly AgentIdentity[];

  @Field(() => Presence, {
    nullable: true,
    description: 'What the person is doing, by the freshest word of a telephone vendor.',
  })
  presence?: Presence | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when.' })
  presenceSince?: string | null;

  @Field(() => [Skill], {
    nullable: true,
    description: 'The agent’s skills over all identities, each name once; null when reading them failed.',
  })
  skills?: readonly Skill[] | null;

  @Field(() => [String], { description: 'The groups the person belongs to, over all identities.' })
  groups: readonly string[];

  @Field(() => [Call], {
    nullable: true,
    description: 'The agent’s calls that have not ended; null when reading them failed.',
  })
  currentCalls?: readonly Call[] | null;

  @Field(() => RecordingConnection, {
    nullable: true,
    description: 'Recordings of the agent, newest first; null when reading them failed.',
  })
  recordings?: RecordingConnection | null;
}
