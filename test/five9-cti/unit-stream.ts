import { setImmediate as turn } from 'node:timers/promises';
import type { CallRecord, EventRecord, StreamOptions } from '../../src/adapters/adapter.ts';
import { DeskStream } from '../../src/adapters/five9-cti/events/stream.ts';
import { inBrief, logged, unitDesks } from './unit-desks.ts';

const open: (() => Promise<unknown>)[] = [];

/** Ends the streams of a test. */
export async function endStreams(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

/** A stream of desks that answer no registration, so that the test says what each reports. */
export function streaming(...agents: string[]) {
  const world = unitDesks({ agents });
  world.replies.addListener = (_input, _agent, { signal }) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
  const stream = new DeskStream(world.desks.all, world.desks.queue, world.settings);
  open.push(() => stream.close());
  const read = (more: Omit<StreamOptions, 'signal'> = {}) => {
    const stop = new AbortController();
    const events: EventRecord[] = [];
    const iterator = stream.events({ signal: stop.signal, ...more });
    const done = (async () => {
      for await (const event of iterator) events.push(event);
    })();
    const seen = async () => {
      await turn();
      return inBrief(events);
    };
    return { events, stop, done, seen };
  };
  const desk = (agent: string) => world.desks.of(agent);
  const reach = (agent: string, isReachable: boolean) => stream.setReachable(desk(agent), isReachable);
  const recover = (agent: string) => stream.setRecovered(desk(agent));
  return { ...world, stream, read, reach, recover };
}

/** A change of the call A at the desk ann. */
export const callEvent = (call: Partial<CallRecord> = {}) =>
  ({ kind: 'CALL', type: 'UPDATED', subject: 'ann/A', call: { ...logged('A', 'CONNECTED'), ...call } }) as EventRecord;

/** Takes a desk's list of the calls that wait. */
export const list = ({ desks }: ReturnType<typeof streaming>, agent: string, ...ids: string[]) =>
  desks.queue.list({ agent, campaign: () => null }, ids.map((id) => ({ callSessionId: id })) as never);
