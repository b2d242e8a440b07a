import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Call } from '../call.ts';
import { Recording } from '../recording.ts';
import { MediaFormat, RecordingConfirmation, RecordingState } from '../vocabulary.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** Which recording an act is meant for: of a call, of a phone, or one that is finished. */
@InputType()
export abstract class RecordingTargetInput extends ActInput {
  @Field(() => ID, { nullable: true, description: 'What is being recorded of this call.' })
  callId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'A finished recording, which takes annotations only; other acts answer FAILED_PRECONDITION.',
  })
  recordingId?: string | null;

  @Field(() => String, { nullable: true, description: 'What is being recorded on this phone.' })
  device?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The call instance on `device`, in the recorder’s own words; needed where several calls are recorded on one phone.',
  })
  callInstance?: string | null;

  @Field(() => String, { nullable: true, description: 'The account that records, where it would not be clear.' })
  account?: string | null;
}

/** One custom field to write. */
@InputType({ description: 'One custom field to write.' })
export class AnnotationInput {
  @Field(() => String, { description: 'The vendor’s field, such as USER3, or what the account calls it.' })
  field: string;

  @Field(() => String, { description: 'Its new value.' })
  value: string;
}

/** Fields of the input of `recordingAnnotate`. */
@InputType()
export abstract class RecordingAnnotateInput extends RecordingTargetInput {
  @Field(() => [AnnotationInput], { description: 'The fields to write; others stay as they are.' })
  annotations: AnnotationInput[];
}

/** Fields of the input of `recordingEmail`. */
@InputType()
export abstract class RecordingEmailInput extends TargetInput {
  @Field(() => String, { description: 'The one address to send it to.' })
  toAddress: string;

  @Field(() => MediaFormat, { description: 'The file format.' })
  format: MediaFormat;
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

  @Field(() => RecordingConfirmation, {
    nullable: true,
    description: 'What `state` is known by; null where it is not confirmed.',
  })
  confirmedBy?: RecordingConfirmation | null;
}
