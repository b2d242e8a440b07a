/** Waiting for a recorder that does not answer. */
import { type BackOff, backOffMs, pauseFor } from '../../../storage/back-off.ts';
import { onAbort } from '../../calls/abort.ts';
import { CrosspointError } from '../../errors.ts';
import type { RecorderClient } from '../client.ts';
import type { EventStream } from './stream.ts';

const LONGEST_WAIT = 60_000;

/** Whether the work takes longer than so many milliseconds. */
export async function isLongerThan(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const ended = new AbortController();
  const isLate = pauseFor(milliseconds, ended.signal).then(() => true);
  try {
    return await Promise.race([work.then(() => false), isLate]);
  } finally {
    ended.abort();
  }
}

/** A failure of the stream often is one of the request connection too, which only a request shows: then it is sent again. */
export async function askedAgain<Value>(read: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (signal.aborted || !(error instanceof CrosspointError) || error.code !== 'UNAVAILABLE') throw error;
    return await read();
  }
}

/** How the recorder is asked again. */
interface Repetition {
  /** Failures so far. */
  readonly failures: number;
  readonly pauses: BackOff;
  readonly signal: AbortSignal;
}

/** Yields whenever something arrives, until the recorder lists its devices, the stream is over or the signal aborts. */
export async function* arrivalsUntilListed(
  stream: EventStream,
  client: RecorderClient,
  { signal, ...repetition }: Repetition,
): AsyncGenerator<void> {
  const ended = new AbortController();
  const unlink = onAbort(signal, () => ended.abort());
  let isListed = false;
  void untilListed(client, { ...repetition, signal: ended.signal }).then(() => {
    isListed = true;
    stream.stopWaiting();
  });
  try {
    while (!isListed && (await stream.wait(LONGEST_WAIT)) !== 'closed') yield;
  } finally {
    unlink();
    ended.abort();
  }
}

/** Events are taken while this lasts, which reading the lists at once would delay by its deadline. */
async function untilListed(client: RecorderClient, { failures, pauses, signal }: Repetition): Promise<void> {
  for (let failed = failures; !signal.aborted; failed += 1) {
    await pauseFor(backOffMs(failed, pauses), signal);
    const asked = client.send('DEVICELIST', {}, { signal });
    const isListed = await asked.then(
      () => true,
      () => false,
    );
    if (isListed) return;
  }
}
