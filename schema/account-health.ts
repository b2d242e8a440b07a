import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from './scalars.ts';
import { DriftKind } from './vocabulary.ts';

registerEnumType(DriftKind, {
  name: 'DriftKind',
  description: 'A way in which a vendor’s answer differs from its contract.',
  valuesConfig: {
    UNKNOWN_TYPE: { description: 'A type that the contract does not define.' },
    UNKNOWN_WORD: { description: 'A value outside an enumeration of the contract.' },
    UNKNOWN_FIELD: { description: 'A field that the contract does not define.' },
    MISSING_FIELD: { description: 'A required field is absent.' },
    UNREADABLE_VALUE: { description: 'A value that is not of its type, for example a date in another format.' },
    UNREADABLE_CHARACTER: { description: 'A byte or character that the answer’s encoding does not allow.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'The recording channels of a recorder that are in one state.' })
export class ChannelStateCount {
  @Field(() => String, { description: 'State exactly as the recorder sent it, for example `Recording` or `Idle`.' })
  state: string;

  @Field(() => Int, { description: 'Number of channels in this state.' })
  count: number;
}

@ObjectType({ simpleResolvers: true, description: 'A report of a vendor’s machine about itself.' })
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
  description:
    'The circuit breakers of one kind of service of an account. A breaker opens when most recent calls failed, refuses further calls without a vendor call, and closes when a trial call is answered.',
})
export class CircuitBreakers {
  @Field(() => String, {
    description: 'Kind of service, for example `desk` or `web`; empty where the account has one service.',
  })
  service: string;

  @Field(() => Int, { description: 'Number of breakers that let every call through.' })
  closed: number;

  @Field(() => Int, { description: 'Number of breakers that let one trial call through.' })
  halfOpen: number;

  @Field(() => Int, { description: 'Number of breakers that refuse every call.' })
  open: number;

  @Field(() => Int, { description: 'How often they opened since the gateway started.' })
  openings: number;

  @Field(() => Int, { description: 'Number of calls that they refused since the gateway started.' })
  refusals: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'How often the answers and events of an account differed from the vendor’s contract in one way.',
})
export class ContractDrift {
  @Field(() => DriftKind, { description: 'The kind of difference.' })
  kind: DriftKind;

  @Field(() => Int, { description: 'How often it was seen since the gateway started.' })
  count: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'The meaning that an account takes where the vendor’s guide leaves a question open.',
})
export class GuideReading {
  @Field(() => String, { description: 'Name of the question, for example `update-status`.' })
  question: string;

  @Field(() => String, { description: 'The question that the guide leaves open.' })
  open: string;

  @Field(() => String, { description: 'Name of the reading that the account takes.' })
  reading: string;

  @Field(() => String, { description: 'The behaviour of the vendor under this reading.' })
  meaning: string;

  @Field(() => Boolean, { description: 'True when the account’s settings chose the reading; false for the default.' })
  chosen: boolean;

  @Field(() => String, { description: 'Where the guide speaks of the question.' })
  source: string;
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

  @Field(() => [CircuitBreakers], { description: 'Circuit breakers of the account’s services, by kind of service.' })
  breakers: readonly CircuitBreakers[];

  @Field(() => [ContractDrift], {
    description: 'Differences between the account’s answers and the vendor’s contract; empty when none were seen.',
  })
  drift: readonly ContractDrift[];
}
