/** A report of a vendor's machine about itself; an absent or null field is not reported. */
export interface SystemHealthRecord {
  /** Size of the disk for recordings, in megabytes. */
  readonly diskTotalMegabytes?: number | null;
  /** Free space of that disk, in megabytes. */
  readonly diskFreeMegabytes?: number | null;
  /** Free space of that disk, in per cent. */
  readonly diskFreePercent?: number | null;
  /** Used memory, in per cent. */
  readonly memoryUsedPercent?: number | null;
  /** Time since the start of the machine, in the vendor's words. */
  readonly uptime?: string | null;
  /** Recording channels by their state in the vendor's words. */
  readonly channels?: readonly { readonly state: string; readonly count: number }[] | null;
}
