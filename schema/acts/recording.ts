import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Call } from '../call.ts';
import { Recording } from '../recording.ts';
import { MediaFormat, RecordingConfirmation, RecordingState } from '../vocabulary.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** Which recording an act is meant for: of a call, of a phone, or one that is finished. */
@InputType()
export abstract class RecordingTargetInput extends ActInput {
  @Field(() => ID, { nullable: true, description: 'Id of the call whose current recording is meant.' })
  callId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of a finished recording. It accepts annotations only; other mutations answer FAILED_PRECONDITION.',
  })
  recordingId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Extension or device id of the phone whose current recording is meant.',
  })
  device?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The recorder’s key of the call on `device`; required when several calls are recorded on one phone.',
  })
  callInstance?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Key of the recorder’s account; required when several recorders could be meant.',
  })
  account?: string | null;
}

@InputType({ description: 'A custom field of a recording and its value.' })
export class AnnotationInput {
  @Field(() => String, { description: 'The recorder’s field name, for example `USER3`, or the label of the account.' })
  field: string;

  @Field(() => String, { description: 'Value exactly as the recorder stores it.' })
  value: string;
}

/** Fields of the input of `recordingAnnotate`. */
@InputType()
export abstract class RecordingAnnotateInput extends RecordingTargetInput {
  @Field(() => [AnnotationInput], { description: 'The fields to write; all others keep their value.' })
  annotations: AnnotationInput[];
}

/** Fields of the input of `recordingEmail`. */
@InputType()
export abstract class RecordingEmailInput extends TargetInput {
  @Field(() => String, { description: 'E-mail address of the recipient, exactly one.' })
  toAddress: string;

  @Field(() => MediaFormat, { description: 'Audio format of the attachment.' })
  format: MediaFormat;
}

/** A payload with what is recorded now. */
@ObjectType()
export abstract class RecordingPayload extends Payload {
  @Field(() => Recording, {
    nullable: true,
    description: 'The recording; null while the recorder has not assigned it a key.',
  })
  recording?: Recording | null;

  @Field(() => Call, { nullable: true, description: 'The recorded call; null when the input does not name it.' })
  call?: Call | null;

  @Field(() => RecordingState, {
    nullable: true,
    description:
      'Recording state that the recorder confirmed, which may differ from the requested one; null when the mutation failed before the recorder was asked.',
  })
  state?: RecordingState | null;

  @Field(() => RecordingConfirmation, {
    nullable: true,
    description: 'The source of `state`; null when `state` is not confirmed.',
  })
  confirmedBy?: RecordingConfirmation | null;
}
