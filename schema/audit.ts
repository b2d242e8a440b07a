import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { Account } from './account.ts';
import { PageInfo } from './node.ts';
import { Cursor, DateTime } from './scalars.ts';

@ObjectType({ simpleResolvers: true, description: 'A named value of an audit entry.' })
export class AuditValue {
  @Field(() => String, { description: 'Name of the parameter or field, for example `call.state`.' })
  name: string;

  @Field(() => String, { description: 'Its value as text, for example `HELD`.' })
  value: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'An act of a caller, or a recording that a caller received or was refused. Entries form a chain of hashes, so that a changed or ' +
    'removed entry is found by `crosspoint audit verify`.',
})
export class AuditEntry {
  @Field(() => Int, { description: 'Number of the entry, counted from 1.' })
  sequence: number;

  @Field(() => String, { description: 'SHA-256 of this entry and the hash of the former one, in hexadecimal.' })
  hash: string;

  @Field(() => DateTime, { description: 'Time at which the outcome was known.' })
  at: string;

  @Field(() => String, { description: 'Id of the key, or issuer and subject of the token, that the caller used.' })
  caller: string;

  @Field(() => String, { nullable: true, description: 'Tenant of the caller; null when it has none.' })
  tenant?: string | null;

  @Field(() => String, {
    description:
      'Mutation, vendor operation, or `download` for a recording fetched by its link; for example `callHold`.',
  })
  operation: string;

  @Field(() => Account, { nullable: true, description: 'Account acted on; null when the act concerns none.' })
  account?: Account | null;

  @Field(() => [String], { description: 'Ids named in the input.' })
  targets: readonly string[];

  @Field(() => [AuditValue], { description: 'Other parameters, without secrets, records and files.' })
  parameters: readonly AuditValue[];

  @Field(() => String, { nullable: true, description: 'The `idempotencyKey` of the input; null when it had none.' })
  idempotencyKey?: string | null;

  @Field(() => String, { description: '`OK`, or the code of the error, for example `OUTCOME_UNKNOWN`.' })
  outcome: string;

  @Field(() => [AuditValue], { description: 'The values that were read back from the vendor after the act.' })
  readBack: readonly AuditValue[];

  @Field(() => String, {
    nullable: true,
    description:
      'Address of the client, which `trustedProxies` of the configuration report where the gateway is behind them, for example `192.0.2.7`; null when it was not known.',
  })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'Id of the request; null for a download.' })
  requestId?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'An audit entry with its position in the trail.' })
export class AuditEdge {
  @Field(() => Cursor, { description: 'Position of the entry.' })
  cursor: string;

  @Field(() => AuditEntry, { description: 'The entry.' })
  node: AuditEntry;
}

@ObjectType({ simpleResolvers: true, description: 'A page of the audit trail, newest first.' })
export class AuditConnection {
  @Field(() => [AuditEdge], { description: 'The entries of this page with their positions.' })
  edges: readonly AuditEdge[];

  @Field(() => PageInfo, {
    description:
      'Position of this page in the trail. A filter that matches little may give a short page with `hasNextPage: true`.',
  })
  pageInfo: PageInfo;
}

@InputType({ description: 'Which audit entries to return; all conditions must hold.' })
export class AuditFilter {
  @Field(() => [String], { nullable: true, description: 'Keys of accounts.' })
  accounts?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Ids of callers, as in `AuditEntry.caller`.' })
  callers?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Operations, for example `callHold`.' })
  operations?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Outcomes, for example `OUTCOME_UNKNOWN`.' })
  outcomes?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Id of the request that every error carries.' })
  requestId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only entries at or after this time.' })
  from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only entries before this time.' })
  to?: string | null;
}
