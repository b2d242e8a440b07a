import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  AgentSetNotReadyInput,
  AgentSetReadyInput,
  CallDialInput,
  CallDisposeInput,
  CallHangupInput,
  CallHoldInput,
  CallRetrieveInput,
  CampaignForceStopInput,
  CampaignPauseInput,
  CampaignResetInput,
  CampaignResumeInput,
  CampaignStartInput,
  CampaignStopInput,
  RecordingAnnotateInput,
  RecordingPauseInput,
  RecordingResumeInput,
  RecordingStartInput,
  RecordingStopInput,
} from '../../schema/inputs.ts';
import {
  AgentSetNotReadyPayload,
  AgentSetReadyPayload,
  CallDialPayload,
  CallDisposePayload,
  CallHangupPayload,
  CallHoldPayload,
  CallRetrievePayload,
  CampaignForceStopPayload,
  CampaignPausePayload,
  CampaignResetPayload,
  CampaignResumePayload,
  CampaignStartPayload,
  CampaignStopPayload,
  RecordingAnnotatePayload,
  RecordingPausePayload,
  RecordingResumePayload,
  RecordingStartPayload,
  RecordingStopPayload,
} from '../../schema/payloads.ts';
import { type ActPayload, actOn, actOnAgent, actOnRecording, annotate, dial } from './acts.ts';
import type { Context } from './context.ts';

const INPUT = { description: 'What to do it to, and how.' } as const;

/** The acts of the unified plane. Each is done at most once, and tells what went wrong beside the thing as it now is. */
@Resolver()
export class Mutations {
  @Mutation(() => CampaignStartPayload, { description: 'Starts a campaign.' })
  campaignStart(
    @Ctx() context: Context,
    @Arg('input', () => CampaignStartInput, INPUT) input: CampaignStartInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignStart', input);
  }

  @Mutation(() => CampaignStopPayload, { description: 'Stops a campaign; the calls in progress are finished first.' })
  campaignStop(
    @Ctx() context: Context,
    @Arg('input', () => CampaignStopInput, INPUT) input: CampaignStopInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignStop', input);
  }

  @Mutation(() => CampaignForceStopPayload, { description: 'Stops a campaign at once, its calls too.' })
  campaignForceStop(
    @Ctx() context: Context,
    @Arg('input', () => CampaignForceStopInput, INPUT) input: CampaignForceStopInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignForceStop', input);
  }

  @Mutation(() => CampaignPausePayload, { description: 'Pauses a campaign.' })
  campaignPause(
    @Ctx() context: Context,
    @Arg('input', () => CampaignPauseInput, INPUT) input: CampaignPauseInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignPause', input);
  }

  @Mutation(() => CampaignResumePayload, { description: 'Resumes a paused campaign.' })
  campaignResume(
    @Ctx() context: Context,
    @Arg('input', () => CampaignResumeInput, INPUT) input: CampaignResumeInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignResume', input);
  }

  @Mutation(() => CampaignResetPayload, { description: 'Makes everything a campaign has dialled dialable again.' })
  campaignReset(
    @Ctx() context: Context,
    @Arg('input', () => CampaignResetInput, INPUT) input: CampaignResetInput,
  ): Promise<ActPayload> {
    return actOn(context, 'campaign', 'campaignReset', input);
  }

  @Mutation(() => CallHangupPayload, { description: 'Hangs up a call.' })
  callHangup(
    @Ctx() context: Context,
    @Arg('input', () => CallHangupInput, INPUT) input: CallHangupInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callHangup', input);
  }

  @Mutation(() => CallHoldPayload, { description: 'Puts a call on hold.' })
  callHold(
    @Ctx() context: Context,
    @Arg('input', () => CallHoldInput, INPUT) input: CallHoldInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callHold', input);
  }

  @Mutation(() => CallRetrievePayload, { description: 'Takes a call back from hold.' })
  callRetrieve(
    @Ctx() context: Context,
    @Arg('input', () => CallRetrieveInput, INPUT) input: CallRetrieveInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callRetrieve', input);
  }

  @Mutation(() => CallDisposePayload, { description: 'Gives a call its outcome; hangs up first where it is still up.' })
  callDispose(
    @Ctx() context: Context,
    @Arg('input', () => CallDisposeInput, INPUT) input: CallDisposeInput,
  ): Promise<ActPayload> {
    return actOn(context, 'call', 'callDispose', input);
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

  @Mutation(() => CallDialPayload, { description: 'Places a call from an agent’s phone.' })
  callDial(
    @Ctx() context: Context,
    @Arg('input', () => CallDialInput, INPUT) input: CallDialInput,
  ): Promise<ActPayload> {
    return dial(context, input);
  }

  @Mutation(() => RecordingStartPayload, { description: 'Starts recording.' })
  recordingStart(
    @Ctx() context: Context,
    @Arg('input', () => RecordingStartInput, INPUT) input: RecordingStartInput,
  ): Promise<ActPayload> {
    return actOnRecording(context, 'recordingStart', input);
  }

  @Mutation(() => RecordingStopPayload, { description: 'Stops recording.' })
  recordingStop(
    @Ctx() context: Context,
    @Arg('input', () => RecordingStopInput, INPUT) input: RecordingStopInput,
  ): Promise<ActPayload> {
    return actOnRecording(context, 'recordingStop', input);
  }

  @Mutation(() => RecordingPausePayload, {
    description: 'Pauses recording; it is only called paused when the recorder confirmed it.',
  })
  recordingPause(
    @Ctx() context: Context,
    @Arg('input', () => RecordingPauseInput, INPUT) input: RecordingPauseInput,
  ): Promise<ActPayload> {
    return actOnRecording(context, 'recordingPause', input);
  }

  @Mutation(() => RecordingResumePayload, { description: 'Goes on recording after a pause.' })
  recordingResume(
    @Ctx() context: Context,
    @Arg('input', () => RecordingResumeInput, INPUT) input: RecordingResumeInput,
  ): Promise<ActPayload> {
    return actOnRecording(context, 'recordingResume', input);
  }

  @Mutation(() => RecordingAnnotatePayload, { description: 'Writes custom fields of a recording.' })
  recordingAnnotate(
    @Ctx() context: Context,
    @Arg('input', () => RecordingAnnotateInput, INPUT) input: RecordingAnnotateInput,
  ): Promise<ActPayload> {
    return annotate(context, input);
  }
}
