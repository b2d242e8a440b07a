/** How many calls of each class a domain may make unless it was granted others (guide p. 178–181). */

/** Maximum number of calls in a minute, an hour and a day, by the data centre's clock. */
export interface QuotaClass {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
}

/**
 * The documented defaults by class. The limits of one domain are answered by getCallCountersState. addNumbersToDnc stands in the
 * guide under Modify and under Upload; it is counted with the tighter one here. What the guide's table leaves out is
 * counted as Query when it reads and as Modify when it acts.
 */
export const quotas = {
  Query: { minute: 450, hour: 15_000, day: 172_800 },
  Modify: { minute: 140, hour: 7_200, day: 172_800 },
  SingleUpload: { minute: 160, hour: 7_200, day: 172_800 },
  AsynchronousUpload: { minute: 20, hour: 1_000, day: 2_000 },
  ReportRequest: { minute: 16, hour: 120, day: 800 },
  RetrieveReport: { minute: 20, hour: 200, day: 1_000 },
  Upload: { minute: 20, hour: 400, day: 2_000 },
} as const satisfies Readonly<Record<string, QuotaClass>>;
