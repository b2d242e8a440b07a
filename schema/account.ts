import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { AccountHealth, GuideReading } from './account-health.ts';
import { Capability } from './enums.ts';
import { Node } from './node.ts';
import { DateTime } from './scalars.ts';
import { AccountStatus, ErrorCode, NotAsked, VendorApi } from './vocabulary.ts';

registerEnumType(NotAsked, {
  name: 'NotAsked',
  description: 'Reason for which an account was not asked for a list.',
  valuesConfig: {
    UNSUPPORTED: { description: 'The account’s vendor does not offer the list.' },
    FILTERED: { description: 'The filter excludes every row of the account.' },
    NEEDS_NUMBER: {
      description: 'The account’s vendor lists calls of one number only; set `number` or `to` in the filter.',
    },
    NEEDS_PERIOD: {
      description: 'The account lists these only between two times; the query gives no start.',
    },
  },
});

@ObjectType({ simpleResolvers: true, description: 'The reason why an account contributed nothing, or only a part.' })
export class SourceError {
  @Field(() => ErrorCode, { description: 'Machine-readable error code.' })
  code: ErrorCode;

  @Field(() => String, {
    description: 'Explanation for people, in English. Not a stable text; use `code` in programs.',
  })
  message: string;

  @Field(() => String, {
    nullable: true,
    description: 'The vendor’s own error code, exactly as the vendor sent it; null when the vendor gave none.',
  })
  vendorCode?: string | null;

  @Field(() => Boolean, { description: 'True when the same request may succeed later.' })
  retryable: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'A call limit of a vendor and its current use.' })
export class Quota {
  @Field(() => String, { description: 'The vendor’s name of the limit or of the operations that it counts.' })
  kind: string;

  @Field(() => Int, { description: 'Maximum number of calls in one window.' })
  limit: number;

  @Field(() => Int, { description: 'Number of calls already counted in the current window.' })
  used: number;

  @Field(() => Int, { description: 'Length of the window in seconds.' })
  windowSeconds: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of the current window; null when the vendor does not report it.',
  })
  resetsAt?: string | null;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A configured connection to one vendor API.' })
export class Account extends Node {
  @Field(() => String, { description: 'Key of the account in the gateway’s configuration, for example `acme-five9`.' })
  key: string;

  @Field(() => VendorApi, { description: 'The vendor API that the account connects to.' })
  vendor: VendorApi;

  @Field(() => AccountStatus, {
    description: 'Availability of the account, from its latest calls, its event stream and its circuit breaker.',
  })
  status: AccountStatus;

  @Field(() => [Capability], {
    description: 'The reads, mutations and events that the account supports in the unified plane.',
  })
  capabilities: readonly Capability[];

  @Field(() => [Quota], {
    description: 'The vendor’s call limits, as far as the gateway knows them without a vendor call.',
  })
  quotas: readonly Quota[];

  @Field(() => SourceError, { nullable: true, description: 'The latest failure; null while the account answers.' })
  lastError?: SourceError | null;

  @Field(() => AccountHealth, {
    description:
      'The account’s latest answer and event, the delay of its events, and what the vendor reports of itself.',
  })
  health: AccountHealth;

  @Field(() => [GuideReading], {
    description: 'The readings in use where the vendor’s guide leaves a question open; empty when nothing is open.',
  })
  readings: readonly GuideReading[];
}

@ObjectType({ simpleResolvers: true, description: 'The origin of an object: the account, and the vendor’s key.' })
export class Source {
  @Field(() => Account, { description: 'The account that reported the object.' })
  account: Account;

  @Field(() => String, { description: 'The vendor’s key of the object, exactly as the vendor writes it.' })
  nativeId: string;
}

@ObjectType({ simpleResolvers: true, description: 'The part that one account contributed to a list.' })
export class SourceReport {
  @Field(() => Account, { description: 'The account.' })
  account: Account;

  @Field(() => NotAsked, {
    nullable: true,
    description:
      'Why the account was not asked, so that nothing is known of its rows; null when it was asked. Not a failure.',
  })
  notAsked?: NotAsked | null;

  @Field(() => Int, {
    description:
      'Number of rows of this account that match the filter, over all pages. For a list that is read in stretches it counts the current stretch only.',
  })
  count: number;

  @Field(() => Boolean, { description: 'True when the vendor cut its list, so that further rows may exist.' })
  truncated: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time at which the vendor sent the rows; null when it sent none.',
  })
  fetchedAt?: string | null;

  @Field(() => Boolean, {
    description: 'True when the rows come from a cache because the vendor could not be asked again.',
  })
  stale: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Start of the time for which the account’s past calls are complete, within the bounds of the request; null for other lists and when it is not known.',
  })
  coveredFrom?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of the time for which the account’s past calls are complete; null when `coveredFrom` is null.',
  })
  coveredTo?: string | null;

  @Field(() => SourceError, {
    nullable: true,
    description:
      'The reason for missing rows; null when the account answered or was not asked, except where the filter names an account that does not offer the list.',
  })
  error?: SourceError | null;
}
