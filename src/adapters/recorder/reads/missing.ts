/**
 * Why a recording has no file. An export says API_FILE_NOT_FOUND of one that is not saved yet, of one that was purged and
 * of one whose file was lost; CALLLIST distinguishes them, since a record comes when the recording is saved (guide p. 110,
 * RECORDINGUPDATE) and goes with its files (KEEPDAYS).
 */
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { RecorderClient } from '../client.ts';
import type { SearchResult } from './records.ts';
import { PAGE, searchBackwards } from './search.ts';

/** Milliseconds that records are stored at least, since KEEPDAYS counts days; no call is longer either. */
const DAY = 86_400_000;

/** Says of a recording without a file what is known of it; `failure` is what the export said. */
export async function whyMissing(
  client: RecorderClient,
  recording: string,
  now: Date,
  failure: CrosspointError,
  ask: SendOptions,
): Promise<CrosspointError> {
  const place = new Place(BigInt(recording));
  const isOver = await searchBackwards(client, {}, PAGE, ask, (rows) => place.isSeenIn(rows));
  const { account, vendor, operation, vendorCode } = failure;
  const facts = { account, vendor, operation, vendorCode, cause: failure };
  if (place.isListed || !(isOver || place.isPassed)) return failure;
  if (place.isNewerThan(now.getTime() - DAY))
    return new CrosspointError('FAILED_PRECONDITION', 'The recording is not saved yet', { ...facts, retryable: true });
  if (!place.hasNewer) return failure;
  return new CrosspointError('NOT_FOUND', 'The recording was purged', { ...facts, details: { purged: true } });
}

/** Where a recording would stand in the list, newest first. Ids grow with time, give or take the length of a call. */
class Place {
  isListed = false;
  /** Rows have come that are older than it can be. */
  isPassed = false;
  /** A record that was made after it. */
  hasNewer = false;
  private rows = 0;
  /** When the newest recording began whose record was made before it. */
  private olderAt: number | null = null;

  constructor(private readonly id: bigint) {}

  /** Takes rows in; true once no other can matter. */
  isSeenIn(rows: readonly SearchResult[]): boolean {
    for (const row of rows) this.see(row);
    return this.isListed || this.isPassed;
  }

  /** Whether it was made after this moment, as far as its neighbours show. */
  isNewerThan(moment: number): boolean {
    return this.rows > 0 && (!this.hasNewer || (this.olderAt ?? 0) > moment);
  }

  private see({ RECORDID, RECORDINGTIME }: SearchResult): void {
    if (!RECORDID || !RECORDINGTIME) return;
    const [id, at] = [BigInt(RECORDID), Date.parse(RECORDINGTIME)];
    this.rows += 1;
    if (id === this.id) this.isListed = true;
    else if (id > this.id) this.hasNewer = true;
    else this.olderAt ??= at;
    if (this.olderAt !== null && at < this.olderAt - DAY) this.isPassed = true;
  }
}
