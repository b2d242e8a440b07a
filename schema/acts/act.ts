import { Field, ID, InputType, ObjectType } from 'type-graphql';
import '../enums.ts';
import { ErrorCode } from '../vocabulary.ts';

/** The common input of every act. */
@InputType()
export abstract class ActInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Key chosen by the caller, 1 to 200 printable ASCII characters. For 24 hours a repetition with the same key returns the first result without a vendor call, also after a restart; another input under the same key is refused. After RATE_LIMITED, TIMEOUT and UNAVAILABLE nothing was done and the key may be used again.',
  })
  idempotencyKey?: string | null;
}

/** Input of an act on one object. */
@InputType()
export abstract class TargetInput extends ActInput {
  @Field(() => ID, { description: 'Id of the object to act on.' })
  id: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A reason why a mutation, or a part of it, was not done or has an unknown outcome.',
})
export class UserError {
  @Field(() => ErrorCode, { description: 'Machine-readable error code.' })
  code: ErrorCode;

  @Field(() => String, {
    description: 'Explanation for people, in English. Not a stable text; use `code` in programs.',
  })
  message: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Path of the argument at fault, for example `["input", "number"]`; null when no argument is at fault.',
  })
  path?: readonly string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The vendor’s own error code, exactly as the vendor sent it; null when the vendor gave none.',
  })
  vendorCode?: string | null;
}

/** The common fields of every payload. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: 'Errors of the mutation; empty when everything was done.' })
  userErrors: readonly UserError[];
}
