import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTime } from './scalars.ts';

@ObjectType({ simpleResolvers: true, description: 'The recording channels of a recorder that are in one state.' })
export class ChannelStateCount {
  @Field(() => String, { description: 'State exactly as the recorder sent it, for example `Recording` or `Idle`.' })
  state: string;

  @Field(() => Int, { description: 'Number of channels in this state.' })
  count: number;
}

@ObjectType({ simpleResolvers: true, description: 'What a vendor’s machine reports of itself.' })
export class SystemHealth {
  @Field(() => Float, {
    nullable: true,
    description: 'Size of the disk for recordings in megabytes (1,048,576 bytes); null when not reported.',
  })
  diskTotalMegabytes?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Free space of that disk in megabytes; null when not reported. A recorder with a full disk loses recordings.',
  })
  diskFreeMegabytes?: number | null;

  @Field(() => Float, { nullable: true, description: 'Free space of that disk in per cent; null when not reported.' })
  diskFreePercent?: number | null;

  @Field(() => Float, { nullable: true, description: 'Used memory in per cent; null when not reported.' })
  memoryUsedPercent?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Time since the start of the machine, exactly as the vendor sent it; null when not reported.',
  })
  uptime?: string | null;

  @Field(() => [ChannelStateCount], {
    nullable: true,
    description: 'Recording channels by state; null when the vendor has none or could not list them.',
  })
  channels?: readonly ChannelStateCount[] | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The latest answer and event of an account, and what its vendor reports of itself.',
})
export class AccountHealth {
  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of the latest answer of the account to this gateway; null before the first one.',
  })
  lastAnswerAt?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time at which the gateway received the latest event of the account; null before the first one.',
  })
  lastEventAt?: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Seconds from that event at the vendor to its receipt, by both clocks; null before the first event and when the vendor’s clock is ahead. Near 0 for an account that is polled, whose events have the time of the poll.',
  })
  eventLagSeconds?: number | null;
}
