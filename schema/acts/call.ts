import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Call } from '../call.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** Fields of the input of `callDial`. */
@InputType()
export abstract class CallDialInput extends ActInput {
  @Field(() => ID, { description: 'Id of the agent from whose phone the call is placed.' })
  agentId: string;

  @Field(() => String, { description: 'Number to dial, for example `+1 415 555 0100`; separators are removed.' })
  number: string;

  @Field(() => ID, { nullable: true, description: 'Id of the campaign that the call is counted for.' })
  campaignId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the contact that the call is for, at the account of the agent’s phone; without it the vendor matches the number. INVALID_ARGUMENT where the vendor accepts none.',
  })
  contactId?: string | null;
}

/** Fields of the input of `callDispose`. */
@InputType()
export abstract class CallDisposeInput extends TargetInput {
  @Field(() => String, { description: 'Name or number of the disposition at the vendor.' })
  disposition: string;

  @Field(() => String, { nullable: true, description: 'The agent’s notes on the call.' })
  comments?: string | null;
}

/** Fields of the input of `callSendDtmf`. */
@InputType()
export abstract class CallSendDtmfInput extends TargetInput {
  @Field(() => String, { description: 'DTMF digits: 0 to 9, *, # and A to D. Never logged.' })
  digits: string;
}

/** Fields of the input of `callTransfer`. */
@InputType()
export abstract class CallTransferInput extends TargetInput {
  @Field(() => String, {
    nullable: true,
    description: 'Number or extension to transfer to. Exactly one of `toNumber` and `toAgentId`.',
  })
  toNumber?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the agent to transfer to, at the extension that the vendor knows.',
  })
  toAgentId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'True for a warm transfer: the agent consults the target first, then completes or cancels the transfer.',
  })
  warm: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Name or number of the transferring agent’s disposition; some vendors require one.',
  })
  disposition?: string | null;
}

/** Fields of the input of `callConference`. */
@InputType()
export abstract class CallConferenceInput extends TargetInput {
  @Field(() => String, {
    nullable: true,
    description: 'Number or extension to add. Exactly one of `toNumber`, `toAgentId` and `otherId`.',
  })
  toNumber?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the agent to add, at the extension that the vendor knows.' })
  toAgentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of a parked call of the same agent to add.' })
  otherId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True to consult the new party first; `callConferenceComplete` then adds it.',
  })
  warm: boolean;
}

/** Fields of the input of `callConferenceLeave`. */
@InputType()
export abstract class CallConferenceLeaveInput extends TargetInput {
  @Field(() => String, {
    nullable: true,
    description: 'Name or number of the leaving agent’s disposition; some vendors require one.',
  })
  disposition?: string | null;
}

/** A party of a conference. */
@InputType()
export abstract class CallPartyInput extends TargetInput {
  @Field(() => String, { description: 'Key of the party, as in `CallParty.key` of the call.' })
  party: string;
}

/** Fields of the input of `callBridge`. */
@InputType()
export abstract class CallBridgeInput extends TargetInput {
  @Field(() => ID, { description: 'Id of the call to connect with.' })
  otherId: string;

  @Field(() => String, { nullable: true, description: 'Disposition of the first call; some vendors require one.' })
  disposition?: string | null;

  @Field(() => String, { nullable: true, description: 'Disposition of the other call; some vendors require one.' })
  otherDisposition?: string | null;

  @Field(() => String, { nullable: true, description: 'Notes on the first call.' })
  comments?: string | null;

  @Field(() => String, { nullable: true, description: 'Notes on the other call.' })
  otherComments?: string | null;
}

/** A payload with the call as it is now. */
@ObjectType()
export abstract class CallPayload extends Payload {
  @Field(() => Call, { nullable: true, description: 'The call after the mutation; null when it could not be read.' })
  call?: Call | null;
}
