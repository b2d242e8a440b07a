import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Call } from '../call.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** Fields of the input of `callDial`. */
@InputType()
export abstract class CallDialInput extends ActInput {
  @Field(() => ID, { description: 'Whose phone.' })
  agentId: string;

  @Field(() => String, { description: 'The number to call; spaces, dashes and brackets are left out.' })
  number: string;

  @Field(() => ID, { nullable: true, description: 'The campaign it counts for.' })
  campaignId?: string | null;
}

/** Fields of the input of `callDispose`. */
@InputType()
export abstract class CallDisposeInput extends TargetInput {
  @Field(() => String, { description: 'The outcome, as the vendor names or numbers its dispositions.' })
  disposition: string;

  @Field(() => String, { nullable: true, description: 'What the agent notes.' })
  comments?: string | null;
}

/** Fields of the input of `callSendDtmf`. */
@InputType()
export abstract class CallSendDtmfInput extends TargetInput {
  @Field(() => String, { description: '0 to 9, *, # and A to D; never logged.' })
  digits: string;
}

/** Fields of the input of `callTransfer`. */
@InputType()
export abstract class CallTransferInput extends TargetInput {
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

/** Fields of the input of `callConference`. */
@InputType()
export abstract class CallConferenceInput extends TargetInput {
  @Field(() => String, { nullable: true, description: 'The number or extension to call.' })
  toNumber?: string | null;

  @Field(() => ID, { nullable: true, description: 'The agent to call, at the phone the vendor knows.' })
  toAgentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A parked call of the same agent.' })
  otherId?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Speak with the new party first; then complete.' })
  warm: boolean;
}

/** Fields of the input of `callConferenceLeave`. */
@InputType()
export abstract class CallConferenceLeaveInput extends TargetInput {
  @Field(() => String, { nullable: true, description: 'The outcome for the agent who leaves.' })
  disposition?: string | null;
}

/** Fields of the input of `callBridge`. */
@InputType()
export abstract class CallBridgeInput extends TargetInput {
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
