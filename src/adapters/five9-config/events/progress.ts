/** Imports and reports, followed by polling with a wait on the server. */
import { setTimeout as pause } from 'node:timers/promises';
import { pauseFor } from '../../../storage/back-off.ts';
import type { EventSource, ImportRecord, ReportRecord } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { Five9Client } from '../client.ts';
import { readImportKey, readImportResult, requireAnswer, runningImport } from '../reads/imports.ts';

/**
 * Seconds for which the vendor waits for a change. A waiting call occupies a user, so it is short; five or more
 * reduce the load of the vendor (guide p. 210).
 */
const WAIT = 5;
/** Milliseconds a waiting call may take, waiting for its turn at a user included. */
const DEADLINE = 60_000;

/** Milliseconds between two looks where the vendor was not let wait: soon at first, seldom later. */
const SOON = 1_000;
const SELDOM = 10_000;

/** Milliseconds between two looks at a report at least, also where the vendor is not let wait (guide p. 210). */
const REPORT_APART = WAIT * 1_000;

/** Waits until it has finished, polling less often where answers arrive at once, and never more often than `apart`. */
async function untilOver(
  running: (ask: SendOptions) => Promise<boolean>,
  signal: AbortSignal,
  apart = 0,
): Promise<boolean> {
  let rest = SOON;
  for (;;) {
    const asked = performance.now();
    if (!(await running({ signal, deadline: DEADLINE }))) return true;
    const took = performance.now() - asked;
    const early = took < (WAIT * 1_000) / 2;
    const left = Math.max(early ? rest : 0, apart - took);
    if (left > 0) await pauseFor(left, signal);
    if (early) rest = Math.min(rest * 1.5, SELDOM);
    if (signal.aborted) return false;
  }
}

async function* followImport(client: Five9Client, key: string, signal: AbortSignal): AsyncIterable<ImportRecord> {
  const { identifier } = readImportKey(key);
  const isRunning = async (ask: SendOptions) =>
    requireAnswer(await client.send('isImportRunning', { identifier: { identifier }, waitTime: String(WAIT) }, ask));
  if (await client.send('isImportRunning', { identifier: { identifier } }, { signal })) {
    yield runningImport(key);
    if (!(await untilOver(isRunning, signal))) return;
  }
  yield await settled(() => readImportResult(client, key, { signal }), signal);
}

/** The vendor may report an import as finished shortly before its result is available. */
async function settled<Value>(read: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  for (let rest = SOON; ; rest = Math.min(rest * 1.5, SELDOM)) {
    try {
      return await read();
    } catch (thrown) {
      if (!(thrown instanceof CrosspointError) || thrown.vendorCode !== 'ResultIsNotReadyFault') throw thrown;
      await pause(rest, undefined, { signal });
    }
  }
}

async function* followReport(
  client: Five9Client,
  identifier: string,
  signal: AbortSignal,
): AsyncIterable<ReportRecord> {
  const isRunning = (timeout: number) => async (ask: SendOptions) =>
    requireAnswer(await client.send('isReportRunning', { identifier, timeout: String(timeout) }, ask));
  if (await isRunning(0)({ signal })) {
    yield { nativeId: identifier, running: true };
    if (!(await untilOver(isRunning(WAIT), signal, REPORT_APART))) return;
  }
  yield { nativeId: identifier, running: false };
}

/** Imports and reports until they are over. */
export function progress(client: Five9Client): Pick<EventSource, 'importProgress' | 'reportProgress'> {
  return {
    importProgress: (nativeId, { signal }) => followImport(client, nativeId, signal),
    reportProgress: (nativeId, { signal }) => followReport(client, nativeId, signal),
  };
}
