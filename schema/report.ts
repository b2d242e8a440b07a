import { Field, Int, ObjectType } from 'type-graphql';
import { Source } from './account.ts';
import { Node, PageInfo } from './node.ts';
import { Cursor } from './scalars.ts';
import { ReportState } from './vocabulary.ts';

@ObjectType({ simpleResolvers: true, description: 'A row of a report.' })
export class ReportRow {
  @Field(() => [String], {
    description:
      'Values in the order of `columns`, exactly as the vendor wrote them. Times are in the time zone of the vendor’s reports: Pacific time at Five9.',
  })
  values: readonly string[];
}

@ObjectType({ simpleResolvers: true, description: 'A row of a report with its position.' })
export class ReportRowEdge {
  @Field(() => Cursor, { description: 'Position of the row in the report; pass it as `after`.' })
  cursor: string;

  @Field(() => ReportRow, { description: 'The row at this position.' })
  node: ReportRow;
}

@ObjectType({ simpleResolvers: true, description: 'A page of rows of a report.' })
export class ReportRowConnection {
  @Field(() => [String], {
    description: 'Names of the columns in the locale of the vendor’s user, for example `CALL ID`.',
  })
  columns: readonly string[];

  @Field(() => [ReportRowEdge], { description: 'The rows of this page with their positions.' })
  edges: readonly ReportRowEdge[];

  @Field(() => PageInfo, { description: 'Position of this page in the report.' })
  pageInfo: PageInfo;

  @Field(() => Int, { description: 'Number of rows that the vendor returned, over all pages.' })
  totalCount: number;

  @Field(() => Boolean, {
    description:
      'True when the vendor returned as many rows as it does at most, so that the report may have more: 5,000 at Five9. `csvUrl` has up to 50,000; split a longer period into several reports.',
  })
  truncated: boolean;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A report that a vendor generates. Follow it with `reportProgress`, read it when it is READY.',
})
export class Report extends Node {
  @Field(() => Source, { description: 'The account that generates the report, and the vendor’s key for it.' })
  source: Source;

  @Field(() => ReportState, { description: 'Progress of the report when it was read.' })
  state: ReportState;
}
