import type { ReportObjectType } from '../../../schema/vocabulary.ts';
import type { SendOptions } from '../contract.ts';
import type { NamedId } from './campaign.ts';

/** A report to generate, in the vendor's names. */
export interface ReportRequest {
  readonly folder: string;
  readonly name: string;
  /** Start of the period, RFC 3339. */
  readonly from?: string | null;
  /** End of the period, RFC 3339. */
  readonly to?: string | null;
  readonly objects?: readonly { readonly type: ReportObjectType; readonly names: readonly string[] }[] | null;
}

/** Acts on reports. */
export interface ReportActs {
  /** Starts a report and answers its native id. */
  reportRun(report: ReportRequest, ask: SendOptions): Promise<NamedId>;
}
