import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { DurationBasis } from './vocabulary.ts';

registerEnumType(DurationBasis, {
  name: 'DurationBasis',
  description: 'Source of a duration.',
  valuesConfig: {
    VENDOR: { description: 'Reported by the vendor.' },
    MEASURED: { description: 'Measured by the gateway between events of the call.' },
    UNKNOWN: {
      description:
        'Neither, for example for a call that began before the gateway received the account’s events; `seconds` is null.',
    },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A duration and its source.' })
export class Duration {
  @Field(() => Float, { nullable: true, description: 'Seconds, up to three decimals; null when `basis` is `UNKNOWN`.' })
  seconds?: number | null;

  @Field(() => DurationBasis, { description: 'Source of the duration.' })
  basis: DurationBasis;
}

/** The durations of a call. */
@ObjectType({
  simpleResolvers: true,
  description:
    'Durations of the phases of a call up to the time of reading. Values reported by the vendor take precedence over measured ones.',
})
export class CallDurations {
  @Field(() => Duration, { description: 'Time in queues before the agent’s phone rang.' })
  queue: Duration;

  @Field(() => Duration, { description: 'Time the agent’s phone rang.' })
  ring: Duration;

  @Field(() => Duration, { description: 'Time in conversation, without time on hold.' })
  talk: Duration;

  @Field(() => Duration, { description: 'Time on hold or parked.' })
  hold: Duration;

  @Field(() => Duration, { description: 'Time of after-call work.' })
  wrapUp: Duration;

  @Field(() => Duration, { description: 'Handle time: talk, hold and after-call work.' })
  handle: Duration;
}
