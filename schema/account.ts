import { Field, Int, ObjectType } from 'type-graphql';
import { Capability } from './enums.ts';
import { Node } from './node.ts';
import { DateTime } from './scalars.ts';
import { AccountStatus, ErrorCode, VendorApi } from './vocabulary.ts';

/** Why an account gave nothing, or not everything. */
@ObjectType({ simpleResolvers: true, description: 'Why an account gave nothing, or not everything.' })
export class SourceError {
  @Field(() => ErrorCode, { description: 'What a program acts on.' })
  code: ErrorCode;

  @Field(() => String, { description: 'What a person reads.' })
  message: string;

  @Field(() => String, { nullable: true, description: 'The vendor’s own word for it.' })
  vendorCode?: string | null;

  @Field(() => Boolean, { description: 'Asking again later may help.' })
  retryable: boolean;
}

/** One counted limit of a vendor. */
@ObjectType({ simpleResolvers: true, description: 'One limit the vendor counts.' })
export class Quota {
  @Field(() => String, { description: 'The vendor’s class of calls it counts.' })
  kind: string;

  @Field(() => Int, { description: 'How many are allowed in one window.' })
  limit: number;

  @Field(() => Int, { description: 'How many are spent in this window.' })
  used: number;

  @Field(() => Int, { description: 'Length of the window in seconds.' })
  windowSeconds: number;

  @Field(() => DateTime, { nullable: true, description: 'When the count begins anew, where known.' })
  resetsAt?: string | null;
}

/** One configured connection to one vendor API. */
@ObjectType({ implements: Node, simpleResolvers: true, description: 'One configured connection to one vendor API.' })
export class Account extends Node {
  @Field(() => String, { description: 'The operator’s own id of it, such as `acme-five9`.' })
  key: string;

  @Field(() => VendorApi, { description: 'The API it speaks.' })
  vendor: VendorApi;

  @Field(() => AccountStatus, { description: 'How it answered lately.' })
  status: AccountStatus;

  @Field(() => [Capability], { description: 'Everything it can do through the unified plane.' })
  capabilities: readonly Capability[];

  @Field(() => [Quota], { description: 'The limits its vendor counts, as far as known without asking.' })
  quotas: readonly Quota[];

  @Field(() => SourceError, { nullable: true, description: 'Why it is not up; null while it answers.' })
  lastError?: SourceError | null;
}

/** Where a thing comes from. */
@ObjectType({ simpleResolvers: true, description: 'Where a thing comes from: the account and the vendor’s own key.' })
export class Source {
  @Field(() => Account, { description: 'The account that told of it.' })
  account: Account;

  @Field(() => String, { description: 'The vendor’s own key, to the letter.' })
  nativeId: string;
}

/** What one account contributed to a fanned-out answer. */
@ObjectType({ simpleResolvers: true, description: 'What one account contributed to a fanned-out answer.' })
export class SourceReport {
  @Field(() => Account, { description: 'The account that was asked.' })
  account: Account;

  @Field(() => Int, {
    description: 'How many things matching the filter it gave, over all pages; of a long list from this one on.',
  })
  count: number;

  @Field(() => Boolean, { description: 'Its list was cut, so there may be more than it gave.' })
  truncated: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When the vendor gave them; null when it did not.' })
  fetchedAt?: string | null;

  @Field(() => Boolean, { description: 'They come from a cache although fresher ones were wanted.' })
  stale: boolean;

  @Field(() => SourceError, { nullable: true, description: 'Why it gave nothing.' })
  error?: SourceError | null;
}
