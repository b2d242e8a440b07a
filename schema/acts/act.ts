import { Field, ID, InputType, ObjectType } from 'type-graphql';
import '../enums.ts';
import { ErrorCode } from '../vocabulary.ts';

/** What the input of every act has. */
@InputType()
export abstract class ActInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Chosen by the caller: for a day the same key gets the same answer and the vendor is asked once, also across restarts. After RATE_LIMITED, TIMEOUT and UNAVAILABLE the act was not done, and the key may be used to try again.',
  })
  idempotencyKey?: string | null;
}

/** An act on one thing. */
@InputType()
export abstract class TargetInput extends ActInput {
  @Field(() => ID, { description: 'The thing to act on.' })
  id: string;
}

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
