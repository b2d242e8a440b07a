import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Agent } from '../../schema/agent.ts';
import { Call } from '../../schema/call.ts';
import { Media, Recording } from '../../schema/recording.ts';
import { MediaFormat } from '../../schema/vocabulary.ts';
import type { Context } from './context.ts';
import { callViewOf } from './conversations.ts';
import { agentOf, agentReference } from './relations.ts';
import type { RecordingView } from './views.ts';

/** The fields of a recording that lead elsewhere. */
@Resolver(() => Recording)
export class RecordingFields {
  @FieldResolver(() => Agent, { nullable: true })
  agent(@Root() { account, record }: RecordingView, @Ctx() context: Context): Promise<object | null> {
    return agentOf(context, account, agentReference(record));
  }

  @FieldResolver(() => Call, { nullable: true })
  call(@Root() { record }: RecordingView, @Ctx() context: Context): Promise<object | null> {
    return callViewOf(context, record);
  }

  @FieldResolver(() => Media, { nullable: true })
  media(
    @Root() { account, record }: RecordingView,
    @Ctx() { gateway, caller }: Context,
    @Arg('format', () => MediaFormat, { defaultValue: 'MP3', description: 'Audio format.' }) format: MediaFormat,
  ): object | null {
    const isCapable = gateway.account(account)?.roles.includes('recordingMedia');
    return isCapable ? gateway.signMedia(account, record.nativeId, format, caller) : null;
  }
}
