/** Reports of the Call Log by windows of time, each run once and stored while it can be true. */
import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { withDeadline } from '../../calls/deadline.ts';
import { SingleFlight } from '../../calls/single-flight.ts';
import { CrosspointError } from '../../errors.ts';
import type { Five9Client } from '../client.ts';
import { reports } from '../contract/reports.ts';
import { progress } from '../events/progress.ts';
import type { Settings } from '../settings.ts';
import { CallLogTable, type TableReading } from './call-log-table.ts';
import { requireAnswer } from './imports.ts';

const HOUR = 3_600_000;
/** Milliseconds of the longest window, and of the shortest one that a full report is halved to. */
const LONGEST = 24 * HOUR;
const SHORTEST = HOUR;
/**
 * Milliseconds that a report begins before its window, for calls whose first row is there, and ends after it, since a
 * report may select calls by their end: four hours of a day, and less of a part of it, which would not become shorter
 * otherwise. A part with too short a margin may lack a long call.
 */
const marginOf = ({ from, to }: ReportPeriod) => (to - from) / 6;
const LEAST_MARGIN = HOUR;
/** Milliseconds after which every call that began before has ended and is reported, by the reading `late-calls`. */
export const SETTLED_AFTER = { hours: 4 * HOUR, 'a-day': 24 * HOUR } as const;
/** Milliseconds after the end of a window during which later reports may still correct it. */
const CORRECTED_FOR = 48 * HOUR;
/** Milliseconds for which a report of a time that is not settled is used: reports are no real-time data (l. 8126). */
const FRESH = 15 * 60_000;
/** Bytes of all reports of an account. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Milliseconds for the result of a report, and for the whole of it. */
const RESULT_DEADLINE = 120_000;
const RUN_DEADLINE = 15 * 60_000;
/** Milliseconds between two requests for a result that is not ready, and how many there are. */
const NOT_READY_PAUSE = 2_000;
const MOST_NOT_READY = 10;

/** A time in milliseconds since 1970: from inclusive, to exclusive. */
export interface ReportPeriod {
  readonly from: number;
  readonly to: number;
}

/** A report of a window. */
interface ReportOf {
  readonly table: CallLogTable;
  /** Time at which the report was begun. */
  readonly ranAt: number;
  /** Whether the vendor left rows out, or wrote times that cannot be read. */
  readonly isCut: boolean;
}

/** A part of a window and its report. */
export interface ReportedWindow extends ReportOf {
  readonly window: ReportPeriod;
}

function isFull({ rows }: CallLogTable): boolean {
  return rows >= (reports.getReportResultCsv.cap ?? Number.POSITIVE_INFINITY);
}

/** The day of a moment, in UTC. */
export function reportDayOf(moment: number): ReportPeriod {
  const from = Math.floor(moment / LONGEST) * LONGEST;
  return { from, to: from + LONGEST };
}

interface ReportsParts {
  readonly client: Five9Client;
  readonly report: NonNullable<Settings['callLog']>;
  readonly reading: TableReading;
  readonly settledAfter: number;
  /** Ends what is under way when the account is closed. */
  readonly closing: AbortSignal;
  now(): Date;
}

/** Runs the report of a window once for all readers; it does not end when they leave, since it has been counted. */
export class CallLogReports {
  readonly #parts: ReportsParts;
  readonly #stored = new LRUCache<string, ReportOf | 'halved'>({
    maxSize: MOST_BYTES,
    sizeCalculation: (stored) => (stored === 'halved' ? 1 : Math.min(MOST_BYTES, 1 + stored.table.bytes)),
  });
  readonly #running = new SingleFlight<readonly ReportedWindow[]>();

  constructor(parts: ReportsParts) {
    this.#parts = parts;
  }

  /** The reports of a window, the newest part first; several where one is too long for the vendor. */
  read(window: ReportPeriod): Promise<readonly ReportedWindow[]> {
    const key = `${window.from} ${window.to}`;
    return this.#running.join(key, undefined, () => this.#read(key, window));
  }

  async #read(key: string, window: ReportPeriod): Promise<readonly ReportedWindow[]> {
    const known = this.#stored.get(key);
    if (known === 'halved') return this.#halves(window);
    if (known && !this.#isOld(known, window)) return [{ window, ...known }];
    const report = await this.#run(window);
    const isHalved = isFull(report.table) && window.to - window.from > SHORTEST;
    this.#stored.set(key, isHalved ? 'halved' : report);
    return isHalved ? this.#halves(window) : [{ window, ...report }];
  }

  async #halves({ from, to }: ReportPeriod): Promise<readonly ReportedWindow[]> {
    const middle = (from + to) / 2;
    const later = await this.read({ from: middle, to });
    return [...later, ...(await this.read({ from, to: middle }))];
  }

  /** A settled report is made again whenever twice the time has passed, since a call may have been entered late. */
  #isOld({ ranAt }: ReportOf, { to }: ReportPeriod): boolean {
    const { settledAfter, now } = this.#parts;
    const [age, passed] = [now().getTime() - ranAt, ranAt - to];
    if (passed < settledAfter) return age > FRESH;
    return passed < CORRECTED_FOR && now().getTime() - to >= 2 * passed;
  }

  #run(window: ReportPeriod): Promise<ReportOf> {
    return withDeadline(RUN_DEADLINE, this.#parts.closing, (signal) => this.#runUnder(window, signal));
  }

  async #runUnder(window: ReportPeriod, signal: AbortSignal): Promise<ReportOf> {
    const { client, report, reading, settledAfter, now } = this.#parts;
    const after = (marginOf(window) * settledAfter) / SETTLED_AFTER.hours;
    const ranAt = now().getTime();
    const time = {
      start: new Date(window.from - marginOf(window)).toISOString(),
      end: new Date(Math.min(window.to + after, ranAt)).toISOString(),
    };
    const asked = { folderName: report.folder, reportName: report.name, criteria: { time, reportObjects: [] } };
    const identifier = requireAnswer(await client.send('runReport', asked, { signal }));
    for await (const { running } of progress(client).reportProgress(identifier, { signal })) if (!running) break;
    signal.throwIfAborted();
    const table = await CallLogTable.read(await this.#result(identifier, signal), reading);
    if (table.rows > 0 && table.unreadable === table.rows)
      throw new CrosspointError('BAD_RESPONSE', 'The times in the report of past calls cannot be read');
    return { table, ranAt, isCut: table.unreadable > 0 || isFull(table) || marginOf(window) < LEAST_MARGIN };
  }

  /** The vendor may report a result as ready shortly before it is. */
  async #result(identifier: string, signal: AbortSignal): Promise<string> {
    const { client } = this.#parts;
    for (let tries = 1; ; tries += 1) {
      try {
        return (await client.send('getReportResultCsv', { identifier }, { signal, deadline: RESULT_DEADLINE })) ?? '';
      } catch (thrown) {
        const isEarly = thrown instanceof CrosspointError && thrown.vendorCode === 'ResultIsNotReadyFault';
        if (!isEarly || tries > MOST_NOT_READY) throw thrown;
        await pause(NOT_READY_PAUSE, undefined, { signal });
      }
    }
  }
}
