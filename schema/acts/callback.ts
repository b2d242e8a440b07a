import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Callback } from '../callback.ts';
import { DateTime } from '../scalars.ts';
import { ActInput, Payload, TargetInput } from './act.ts';

/** Fields of the input of `callbackAdd`. */
@InputType()
export abstract class CallbackAddInput extends ActInput {
  @Field(() => ID, { description: 'Id of the agent who is to call.' })
  agentId: string;

  @Field(() => String, { description: 'Number to call, for example `+1 415 555 0100`; separators are removed.' })
  number: string;

  @Field(() => DateTime, { description: 'Time at which the call is due, in the future.' })
  dueAt: string;

  @Field(() => String, { nullable: true, description: 'Notes for the call.' })
  comments?: string | null;
}

/** Fields of the input of `callbackSnooze`. */
@InputType()
export abstract class CallbackSnoozeInput extends TargetInput {
  @Field(() => Int, { description: 'Seconds until the next reminder, 1 to 604,800 (a week).' })
  seconds: number;
}

/** A payload with the callback as it is now. */
@ObjectType()
export abstract class CallbackPayload extends Payload {
  @Field(() => Callback, {
    nullable: true,
    description: 'The callback after the mutation, read back; null when it could not be read.',
  })
  callback?: Callback | null;
}
