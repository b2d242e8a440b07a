import { Field, ObjectType } from 'type-graphql';
import { CallConnection, ContactConnection, RecordingConnection } from './connections.ts';
import { DoNotCallAnswer } from './contact.ts';

@ObjectType({
  description:
    'The contacts, calls and other facts of one phone number at all accounts, for a screen pop. Each part has its own `sources`; a part that cannot be read is null with an error and does not affect the others.',
})
export class CallHistory {
  @Field(() => String, { description: 'The number as it was given.' })
  number: string;

  @Field(() => String, {
    nullable: true,
    description: 'The number in E.164, for example `+14155550100`; null when it was given without a country code.',
  })
  numberE164?: string | null;

  @Field(() => ContactConnection, {
    nullable: true,
    description: 'Contacts with the number, by name; null when the list failed.',
  })
  contacts?: ContactConnection | null;

  @Field(() => CallConnection, {
    nullable: true,
    description: 'Calls from and to the number, live and ended, newest first; null when the list failed.',
  })
  calls?: CallConnection | null;

  @Field(() => RecordingConnection, {
    nullable: true,
    description: 'Recordings of calls from and to the number, newest first; null when the list failed.',
  })
  recordings?: RecordingConnection | null;

  @Field(() => DoNotCallAnswer, {
    nullable: true,
    description:
      'Contains the number when a do-not-call list has it; null with an error when no account has do-not-call lists.',
  })
  doNotCall?: DoNotCallAnswer | null;
}
