/** Callbacks of the agents, each as the desk of its agent lists it. */
import type { CallbackActs } from '../../acts/callback.ts';
import type { ListQuery, Reads } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { sameNumber } from '../../numbers.ts';
import { readCallbacks } from '../client/callbacks.ts';
import type { Desk } from '../client/desk.ts';
import type { Desks } from '../client/desks.ts';

/** The list of callbacks and the acts on them. */
export function callbackActs(desks: Desks): CallbackActs & Pick<Reads, 'callbacks'> {
  return {
    callbacks: (query: ListQuery, ask: SendOptions) =>
      desks.readAll(desks.wanted(query, true), (desk) => readCallbacks(desk, ask)),
    callbackAdd: (agent, callback, ask) => {
      const desk = desks.of(agent);
      return desk.exclusively(() => add(desks, desk, callback, ask));
    },
    callbackSnooze: (nativeId, { seconds }, ask) => {
      const { desk, id } = desks.ofCall(nativeId);
      const send = () =>
        desk.client.send('snoozeCallback', { id, time: inUnit(desk, 'durations', seconds * 1_000) }, ask);
      return onListed(desks, desk, nativeId, send, ask);
    },
    callbackDismiss: (nativeId, _input, ask) => {
      const { desk, id } = desks.ofCall(nativeId);
      return onListed(desks, desk, nativeId, () => desk.client.send('dismissCallback', { id }, ask), ask);
    },
  };
}

/** The service does not answer the new callback's id: it is the only one of the number that was not listed before. */
async function add(desks: Desks, desk: Desk, callback: Parameters<CallbackActs['callbackAdd']>[1], ask: SendOptions) {
  const { number, dueAt, comments } = callback;
  const before = new Set((await readCallbacks(desk, ask)).map(({ nativeId }) => nativeId));
  const duedate = inUnit(desk, 'moments', Date.parse(dueAt));
  await desk.client.send('addCallback', { number, duedate, comments: comments ?? null }, ask);
  const after = await readCallbacks(desk, ask).catch(() => []);
  const [added, second] = after.filter((one) => !before.has(one.nativeId) && sameNumber(one.number, number));
  if (added && !second) return { nativeId: added.nativeId };
  const shown = second ? 'shows several new ones of that number' : 'does not show it';
  const message = `The vendor accepted the callback, and its list ${shown}; read the callbacks before repeating it`;
  throw desks.error('OUTCOME_UNKNOWN', message);
}

/** Acts on a callback that the desk lists; sends nothing for one that it does not. */
function onListed(
  desks: Desks,
  desk: Desk,
  nativeId: string,
  send: () => Promise<unknown>,
  ask: SendOptions,
): Promise<void> {
  return desk.exclusively(async () => {
    const listed = await readCallbacks(desk, ask);
    if (!listed.some((one) => one.nativeId === nativeId))
      throw desks.error('NOT_FOUND', 'The desk of the agent lists no such callback');
    await send();
  });
}

/** Milliseconds as the service counts them, by the account's reading of the question. */
function inUnit(desk: Desk, question: 'moments' | 'durations', milliseconds: number): string {
  return String(desk.readings[question] === 'seconds' ? Math.round(milliseconds / 1_000) : milliseconds);
}
