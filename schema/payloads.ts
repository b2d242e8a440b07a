import { type ClassType, Field, ObjectType } from 'type-graphql';
import { Agent } from './agent.ts';
import { Call } from './call.ts';
import { Campaign } from './campaign.ts';
import { Recording } from './recording.ts';
import { ErrorCode, RecordingState } from './vocabulary.ts';

/** Why an act was not done, or not surely. */
@ObjectType({ simpleResolvers: true, description: 'Why an act was not done, or not surely.' })
export class UserError {
  @Field(() => ErrorCode, { description: 'What a program acts on.' })
  code: ErrorCode;

  @Field(() => String, { description: 'What a person reads.' })
  message: string;

  @Field(() => [String], { nullable: true, description: 'The argument at fault.' })
  path?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'The vendor’s own word for it.' })
  vendorCode?: string | null;
}

/** What every payload has. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: 'Empty when the act was done.' })
  userErrors: readonly UserError[];
}

/** A payload with the campaign as it is now. */
@ObjectType()
export abstract class CampaignPayload extends Payload {
  @Field(() => Campaign, { nullable: true, description: 'The campaign as it is now.' })
  campaign?: Campaign | null;
}

/** A payload with the agent as it is now. */
@ObjectType()
export abstract class AgentPayload extends Payload {
  @Field(() => Agent, { nullable: true, description: 'The agent as it is now.' })
  agent?: Agent | null;
}

/** A payload with the call as it is now. */
@ObjectType()
export abstract class CallPayload extends Payload {
  @Field(() => Call, { nullable: true, description: 'The call as it is now.' })
  call?: Call | null;
}

/** A payload with what is recorded now. */
@ObjectType()
export abstract class RecordingPayload extends Payload {
  @Field(() => Recording, { nullable: true, description: 'The recording, where it was named or is finished.' })
  recording?: Recording | null;

  @Field(() => Call, { nullable: true, description: 'The call that is recorded, where it was named.' })
  call?: Call | null;

  @Field(() => RecordingState, { nullable: true, description: 'What the recorder confirmed, not what was asked for.' })
  state?: RecordingState | null;
}

function named<Base extends object>(name: string, base: ClassType<Base>): ClassType<Base> {
  @ObjectType(name, { simpleResolvers: true, description: `What ${name.replace(/Payload$/, '')} did.` })
  class Named extends (base as ClassType<object>) {}
  return Named as ClassType<Base>;
}

const campaign = (name: string) => named(name, CampaignPayload as unknown as ClassType<CampaignPayload>);
const agent = (name: string) => named(name, AgentPayload as unknown as ClassType<AgentPayload>);
const call = (name: string) => named(name, CallPayload as unknown as ClassType<CallPayload>);
const recording = (name: string) => named(name, RecordingPayload as unknown as ClassType<RecordingPayload>);

export const CampaignStartPayload = campaign('CampaignStartPayload');
export const CampaignStopPayload = campaign('CampaignStopPayload');
export const CampaignForceStopPayload = campaign('CampaignForceStopPayload');
export const CampaignPausePayload = campaign('CampaignPausePayload');
export const CampaignResumePayload = campaign('CampaignResumePayload');
export const CampaignResetPayload = campaign('CampaignResetPayload');
export const AgentSetReadyPayload = agent('AgentSetReadyPayload');
export const AgentSetNotReadyPayload = agent('AgentSetNotReadyPayload');
export const CallDialPayload = call('CallDialPayload');
export const CallHangupPayload = call('CallHangupPayload');
export const CallHoldPayload = call('CallHoldPayload');
export const CallRetrievePayload = call('CallRetrievePayload');
export const CallDisposePayload = call('CallDisposePayload');
export const RecordingStartPayload = recording('RecordingStartPayload');
export const RecordingStopPayload = recording('RecordingStopPayload');
export const RecordingPausePayload = recording('RecordingPausePayload');
export const RecordingResumePayload = recording('RecordingResumePayload');
export const RecordingAnnotatePayload = recording('RecordingAnnotatePayload');
