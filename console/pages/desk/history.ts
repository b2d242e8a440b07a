import type { SourceState } from '../../api/pages.ts';

/** A contact of the number. */
export interface HistoryContact {
  readonly id: string;
  readonly name: string | null;
  readonly numbers: readonly string[];
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly source: { readonly account: { readonly key: string } };
}

/** A call with the number, live or past. */
export interface HistoryCall {
  readonly id: string;
  readonly state: string;
  readonly direction: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly agent: { readonly name: string } | null;
  readonly campaign?: { readonly name: string } | null;
  readonly disposition?: { readonly name: string } | null;
  readonly source: { readonly account: { readonly key: string } };
}

interface List<Row> {
  readonly edges: readonly { readonly node: Row }[];
  readonly sources?: readonly SourceState[];
}

/** The history of a number; parts that the key may not read are absent, parts that failed null. */
export interface HistoryAnswer {
  readonly callHistory: {
    readonly number: string;
    readonly numberE164: string | null;
    readonly contacts?: List<HistoryContact> | null;
    readonly calls?: List<HistoryCall> | null;
    readonly recordings?: List<{
      readonly id: string;
      readonly startedAt: string | null;
      readonly durationSeconds: number | null;
    }> | null;
    readonly doNotCall?: { readonly numbers: readonly string[] } | null;
  };
}
