import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  CallBridgeInput,
  CallBridgePayload,
  CallConferenceCompleteInput,
  CallConferenceCompletePayload,
  CallConferenceInput,
  CallConferenceLeaveInput,
  CallConferenceLeavePayload,
  CallConferencePayload,
  CallParkInput,
  CallParkPayload,
  CallSendDtmfInput,
  CallSendDtmfPayload,
  CallTransferCancelInput,
  CallTransferCancelPayload,
  CallTransferCompleteInput,
  CallTransferCompletePayload,
  CallTransferInput,
  CallTransferPayload,
  CallUnparkInput,
  CallUnparkPayload,
} from '../../../schema/acts/call.ts';
import type { Context } from '../context.ts';
import { bridge, confer, sendDtmf, transfer } from './parties.ts';
import { type ActPayload, INPUT } from './perform.ts';
import { actOn } from './plain.ts';

/** What brings further parties, other phones and tones into calls. */
@Resolver()
export class CallPartyMutations {
  @Mutation(() => CallParkPayload, { description: 'Leaves a call waiting and frees the agent’s line.' })
  callPark(
    @Ctx() context: Context,
    @Arg('input', () => CallParkInput, INPUT) input: CallParkInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callPark', input);
  }

  @Mutation(() => CallUnparkPayload, { description: 'Takes a parked call back.' })
  callUnpark(
    @Ctx() context: Context,
    @Arg('input', () => CallUnparkInput, INPUT) input: CallUnparkInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callUnpark', input);
  }

  @Mutation(() => CallSendDtmfPayload, { description: 'Sends tones into a call.' })
  callSendDtmf(
    @Ctx() context: Context,
    @Arg('input', () => CallSendDtmfInput, INPUT) input: CallSendDtmfInput,
  ): Promise<ActPayload> {
    return sendDtmf(context, input);
  }

  @Mutation(() => CallTransferPayload, { description: 'Hands a call over, at once or after a consultation.' })
  callTransfer(
    @Ctx() context: Context,
    @Arg('input', () => CallTransferInput, INPUT) input: CallTransferInput,
  ): Promise<ActPayload> {
    return transfer(context, input);
  }

  @Mutation(() => CallTransferCompletePayload, { description: 'Finishes a warm transfer.' })
  callTransferComplete(
    @Ctx() context: Context,
    @Arg('input', () => CallTransferCompleteInput, INPUT) input: CallTransferCompleteInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callTransferComplete', input);
  }

  @Mutation(() => CallTransferCancelPayload, { description: 'Takes a call back from a warm transfer.' })
  callTransferCancel(
    @Ctx() context: Context,
    @Arg('input', () => CallTransferCancelInput, INPUT) input: CallTransferCancelInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callTransferCancel', input);
  }

  @Mutation(() => CallConferencePayload, { description: 'Brings a further party into a call.' })
  callConference(
    @Ctx() context: Context,
    @Arg('input', () => CallConferenceInput, INPUT) input: CallConferenceInput,
  ): Promise<ActPayload> {
    return confer(context, input);
  }

  @Mutation(() => CallConferenceCompletePayload, {
    description: 'Brings the party being consulted into the conference.',
  })
  callConferenceComplete(
    @Ctx() context: Context,
    @Arg('input', () => CallConferenceCompleteInput, INPUT) input: CallConferenceCompleteInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callConferenceComplete', input);
  }

  @Mutation(() => CallConferenceLeavePayload, { description: 'Leaves a conference whose other parties go on talking.' })
  callConferenceLeave(
    @Ctx() context: Context,
    @Arg('input', () => CallConferenceLeaveInput, INPUT) input: CallConferenceLeaveInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callConferenceLeave', input);
  }

  @Mutation(() => CallBridgePayload, { description: 'Joins two calls of one agent, who is out of both then.' })
  callBridge(
    @Ctx() context: Context,
    @Arg('input', () => CallBridgeInput, INPUT) input: CallBridgeInput,
  ): Promise<ActPayload> {
    return bridge(context, input);
  }
}
