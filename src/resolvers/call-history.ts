import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { CallHistory } from '../../schema/call-history.ts';
import { CallConnection, ContactConnection, RecordingConnection } from '../../schema/connections.ts';
import { DoNotCallAnswer } from '../../schema/contact.ts';
import { invalidArgument } from '../adapters/errors.ts';
import { subscriberOf } from '../adapters/numbers.ts';
import { dialable, e164Of } from '../gateway/numbers.ts';
import { contactList } from './contact-list.ts';
import { doNotCallAnswer } from './contacts.ts';
import type { Context } from './context.ts';
import { callList, recordingList } from './conversations.ts';
import { ForwardArguments } from './page-arguments.ts';

/** A number in the form that is sent to vendors. */
function dialled(number: string): string {
  const found = dialable(subscriberOf(number));
  if (!found) throw invalidArgument('This is not a phone number; 2 to 20 digits are expected', 'number');
  return found;
}

/** The history of one number; each part is read only where it is selected. */
@Resolver(() => CallHistory)
export class CallHistoryFields {
  @Query(() => CallHistory, {
    description: 'Contacts, calls, recordings and do-not-call entries of one number over all accounts.',
  })
  callHistory(
    @Arg('number', () => String, {
      description:
        'Phone number in any usual spelling, for example `+14155550100`, `(415) 555-0100` or `sip:+14155550100@pbx.example`.',
    })
    number: string,
  ): object {
    return { number, numberE164: e164Of(dialled(number)) };
  }

  @FieldResolver(() => ContactConnection, { nullable: true })
  contacts(
    @Root() { number }: CallHistory,
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
  ): Promise<object> {
    return contactList(context, { number: dialled(number) }, page);
  }

  @FieldResolver(() => CallConnection, { nullable: true })
  calls(
    @Root() { number }: CallHistory,
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
  ): Promise<object> {
    return callList(context, { number }, page, true);
  }

  @FieldResolver(() => RecordingConnection, { nullable: true })
  recordings(
    @Root() { number }: CallHistory,
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
  ): Promise<object> {
    return recordingList(context, { number }, page);
  }

  @FieldResolver(() => DoNotCallAnswer, { nullable: true })
  async doNotCall(@Root() { number }: CallHistory, @Ctx() context: Context): Promise<DoNotCallAnswer> {
    const { numbers, sources } = await doNotCallAnswer(context, [dialled(number)], null);
    return { numbers: numbers.length ? [number] : [], sources };
  }
}
