import { type ClassType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { Call } from '../call.ts';
import { ActInput, named, Payload, TargetInput } from './act.ts';

/** Places a call. */
@InputType({ description: 'Places a call from an agent’s phone.' })
export class CallDialInput extends ActInput {
  @Field(() => ID, { description: 'Whose phone.' })
  agentId: string;

  @Field(() => String, { description: 'The number to call; spaces, dashes and brackets are left out.' })
  number: string;

  @Field(() => ID, { nullable: true, description: 'The campaign it counts for.' })
  campaignId?: string | null;
}

@InputType({ description: 'Hangs up a call.' })
export class CallHangupInput extends TargetInput {}
@InputType({ description: 'Puts a call on hold.' })
export class CallHoldInput extends TargetInput {}
@InputType({ description: 'Takes a call back from hold.' })
export class CallRetrieveInput extends TargetInput {}

/** Sets a call's outcome. */
@InputType({ description: 'Sets a call’s outcome; hangs up first where it is still up.' })
export class CallDisposeInput extends TargetInput {
  @Field(() => String, { description: 'The outcome, as the vendor names or numbers its dispositions.' })
  disposition: string;

  @Field(() => String, { nullable: true, description: 'What the agent notes.' })
  comments?: string | null;
}

@InputType({ description: 'Leaves a call waiting and frees the agent’s line.' })
export class CallParkInput extends TargetInput {}
@InputType({ description: 'Takes a parked call back.' })
export class CallUnparkInput extends TargetInput {}

/** Sends tones into a call. */
@InputType({ description: 'Sends tones into a call.' })
export class CallSendDtmfInput extends TargetInput {
  @Field(() => String, { description: '0 to 9, *, # and A to D; never logged.' })
  digits: string;
}

/** Hands a call over. */
@InputType({ description: 'Hands a call over to exactly one of a number and an agent.' })
export class CallTransferInput extends TargetInput {
  @Field(() => String, { nullable: true, description: 'The number or extension to hand it to.' })
  toNumber?: string | null;

  @Field(() => ID, { nullable: true, description: 'The agent to hand it to, at the phone the vendor knows.' })
  toAgentId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Speak with the other side first; then complete or cancel.',
  })
  warm: boolean;

  @Field(() => String, { nullable: true, description: 'The outcome for the agent who hands it over.' })
  disposition?: string | null;
}

@InputType({ description: 'Finishes a warm transfer.' })
export class CallTransferCompleteInput extends TargetInput {}
@InputType({ description: 'Takes a call back from a warm transfer.' })
export class CallTransferCancelInput extends TargetInput {}

/** Brings a further party into a call. */
@InputType({ description: 'Brings exactly one of a number, an agent and another call into a call.' })
export class CallConferenceInput extends TargetInput {
  @Field(() => String, { nullable: true, description: 'The number or extension to call.' })
  toNumber?: string | null;

  @Field(() => ID, { nullable: true, description: 'The agent to call, at the phone the vendor knows.' })
  toAgentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A parked call of the same agent.' })
  otherId?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Speak with the new party first; then complete.' })
  warm: boolean;
}

@InputType({ description: 'Brings the party being consulted into the conference.' })
export class CallConferenceCompleteInput extends TargetInput {}

/** Leaves a conference. */
@InputType({ description: 'Leaves a conference whose other parties go on talking.' })
export class CallConferenceLeaveInput extends TargetInput {
  @Field(() => String, { nullable: true, description: 'The outcome for the agent who leaves.' })
  disposition?: string | null;
}

/** Joins two calls of one agent. */
@InputType({ description: 'Joins two calls of one agent, who is out of both then.' })
export class CallBridgeInput extends TargetInput {
  @Field(() => ID, { description: 'The other call.' })
  otherId: string;

  @Field(() => String, { nullable: true, description: 'The outcome of the first call, where the vendor needs one.' })
  disposition?: string | null;

  @Field(() => String, { nullable: true, description: 'The outcome of the other call, where the vendor needs one.' })
  otherDisposition?: string | null;

  @Field(() => String, { nullable: true, description: 'Notes on the first call.' })
  comments?: string | null;

  @Field(() => String, { nullable: true, description: 'Notes on the other call.' })
  otherComments?: string | null;
}

/** A payload with the call as it is now. */
@ObjectType()
export abstract class CallPayload extends Payload {
  @Field(() => Call, { nullable: true, description: 'The call as it is now.' })
  call?: Call | null;
}

const call = (name: string) => named(name, CallPayload as unknown as ClassType<CallPayload>);

export const CallDialPayload = call('CallDialPayload');
export const CallHangupPayload = call('CallHangupPayload');
export const CallHoldPayload = call('CallHoldPayload');
export const CallRetrievePayload = call('CallRetrievePayload');
export const CallDisposePayload = call('CallDisposePayload');
export const CallParkPayload = call('CallParkPayload');
export const CallUnparkPayload = call('CallUnparkPayload');
export const CallSendDtmfPayload = call('CallSendDtmfPayload');
export const CallTransferPayload = call('CallTransferPayload');
export const CallTransferCompletePayload = call('CallTransferCompletePayload');
export const CallTransferCancelPayload = call('CallTransferCancelPayload');
export const CallConferencePayload = call('CallConferencePayload');
export const CallConferenceCompletePayload = call('CallConferenceCompletePayload');
export const CallConferenceLeavePayload = call('CallConferenceLeavePayload');
export const CallBridgePayload = call('CallBridgePayload');
