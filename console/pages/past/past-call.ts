import type { CsvColumn } from '../../parts/csv.ts';
import { customerNumber } from '../../parts/Party.tsx';

interface Phase {
  readonly seconds: number | null;
}

/** A call that has ended, as the console shows it. */
export interface PastCall {
  readonly id: string;
  readonly callId: string | null;
  readonly direction: string | null;
  readonly channel: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly customerName: string | null;
  readonly device: string | null;
  readonly startedAt: string | null;
  readonly connectedAt: string | null;
  readonly endedAt: string | null;
  readonly agent: { readonly name: string } | null;
  readonly campaign?: { readonly name: string } | null;
  readonly queue?: { readonly name: string } | null;
  readonly disposition?: { readonly name: string } | null;
  readonly durations: Readonly<Record<'queue' | 'talk' | 'hold' | 'wrapUp' | 'handle', Phase>> | null;
  readonly recordings?: readonly RecordedPart[] | null;
  readonly source: { readonly account: { readonly key: string } };
}

/** A recording of a call, with how it was matched. */
export interface RecordedPart {
  readonly method: string;
  readonly confidence: number;
  readonly recording: { readonly id: string; readonly durationSeconds: number | null };
}

/** Seconds of a phase of a call; undefined when they are not known. */
export const phase = ({ durations }: PastCall, name: keyof NonNullable<PastCall['durations']>): number | undefined =>
  durations?.[name].seconds ?? undefined;

/** The columns of the exported file; times are in UTC and durations in seconds. */
export const CSV_COLUMNS: readonly CsvColumn<PastCall>[] = [
  { title: 'Started', value: ({ startedAt }) => startedAt },
  { title: 'Answered', value: ({ connectedAt }) => connectedAt },
  { title: 'Ended', value: ({ endedAt }) => endedAt },
  { title: 'Direction', value: ({ direction }) => direction },
  { title: 'Customer', value: customerNumber },
  { title: 'Customer name', value: ({ customerName }) => customerName },
  { title: 'From', value: ({ from }) => from },
  { title: 'To', value: ({ to }) => to },
  { title: 'Agent', value: ({ agent }) => agent?.name },
  { title: 'Device', value: ({ device }) => device },
  { title: 'Campaign', needs: 'campaigns', value: ({ campaign }) => campaign?.name },
  { title: 'Queue', needs: 'campaigns', value: ({ queue }) => queue?.name },
  { title: 'Disposition', needs: 'campaigns', value: ({ disposition }) => disposition?.name },
  { title: 'Queue seconds', value: (call) => phase(call, 'queue') },
  { title: 'Talk seconds', value: (call) => phase(call, 'talk') },
  { title: 'Hold seconds', value: (call) => phase(call, 'hold') },
  { title: 'Wrap-up seconds', value: (call) => phase(call, 'wrapUp') },
  { title: 'Handle seconds', value: (call) => phase(call, 'handle') },
  { title: 'Recordings', needs: 'recordings', value: ({ recordings }) => recordings?.length },
  { title: 'Account', value: ({ source }) => source.account.key },
  { title: 'Call id', value: ({ callId }) => callId },
];
