import { Field, ID, InputType } from 'type-graphql';

/** What the input of every act has. */
@InputType()
export abstract class ActInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Chosen by the caller: within a day, and until this gateway restarts, the same key gets the same answer and the vendor is asked once.',
  })
  idempotencyKey?: string | null;
}

/** An act on one thing. */
@InputType()
export abstract class TargetInput extends ActInput {
  @Field(() => ID, { description: 'The thing to act on.' })
  id: string;
}

/** Which recording an act is meant for: of a call, of a phone, or one that is finished. */
@InputType()
export abstract class RecordingTargetInput extends ActInput {
  @Field(() => ID, { nullable: true, description: 'What is being recorded of this call.' })
  callId?: string | null;

  @Field(() => ID, { nullable: true, description: 'This finished recording.' })
  recordingId?: string | null;

  @Field(() => String, { nullable: true, description: 'What is being recorded on this phone.' })
  device?: string | null;

  @Field(() => String, { nullable: true, description: 'The account that records, where it would not be clear.' })
  account?: string | null;
}

@InputType({ description: 'Starts a campaign.' })
export class CampaignStartInput extends TargetInput {}
@InputType({ description: 'Stops a campaign; calls in progress are finished.' })
export class CampaignStopInput extends TargetInput {}
@InputType({ description: 'Stops a campaign at once.' })
export class CampaignForceStopInput extends TargetInput {}
@InputType({ description: 'Pauses a campaign.' })
export class CampaignPauseInput extends TargetInput {}
@InputType({ description: 'Resumes a paused campaign.' })
export class CampaignResumeInput extends TargetInput {}
@InputType({ description: 'Puts a campaign’s lists back to the beginning.' })
export class CampaignResetInput extends TargetInput {}

@InputType({ description: 'Makes an agent ready for calls.' })
export class AgentSetReadyInput extends TargetInput {}

/** Makes an agent not ready. */
@InputType({ description: 'Makes an agent not ready for calls.' })
export class AgentSetNotReadyInput extends TargetInput {
  @Field(() => String, { nullable: true, description: 'Why, as the vendor names or numbers its reasons.' })
  reasonCode?: string | null;
}

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

@InputType({ description: 'Starts recording.' })
export class RecordingStartInput extends RecordingTargetInput {}
@InputType({ description: 'Stops recording.' })
export class RecordingStopInput extends RecordingTargetInput {}
@InputType({ description: 'Pauses recording, as for card data.' })
export class RecordingPauseInput extends RecordingTargetInput {}
@InputType({ description: 'Goes on recording after a pause.' })
export class RecordingResumeInput extends RecordingTargetInput {}

/** One custom field to write. */
@InputType({ description: 'One custom field to write.' })
export class AnnotationInput {
  @Field(() => String, { description: 'The vendor’s field, such as USER3, or what the account calls it.' })
  field: string;

  @Field(() => String, { description: 'Its new value.' })
  value: string;
}

/** Writes custom fields. */
@InputType({ description: 'Writes custom fields of a recording, finished or running.' })
export class RecordingAnnotateInput extends RecordingTargetInput {
  @Field(() => [AnnotationInput], { description: 'The fields to write; others stay as they are.' })
  annotations: AnnotationInput[];
}
