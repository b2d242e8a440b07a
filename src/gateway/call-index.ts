import type { CallRecord } from '../adapters/adapter.ts';

/** States of a call that is on no phone any more. */
export const OFF_PHONE_STATES: ReadonlySet<string> = new Set(['ENDED', 'WRAP_UP']);

/** The places of each key; most keys have one, which needs no set. */
class Places extends Map<string, string | Set<string>> {}

/** Places of remembered calls by the telephone exchange's id and, while they are live, by phone. */
export class CallIndex {
  readonly #byCallId = new Places();
  readonly #byDevice = new Places();

  /** Adds a call, which is then the latest of its keys. */
  add(place: string, { callId, device, state }: CallRecord): void {
    if (callId) addTo(this.#byCallId, callId, place);
    if (device && !OFF_PHONE_STATES.has(state)) addTo(this.#byDevice, device, place);
  }

  /** Removes a call by the keys under which it was added. */
  remove(place: string, { callId, device }: CallRecord): void {
    if (callId) removeFrom(this.#byCallId, callId, place);
    if (device) removeFrom(this.#byDevice, device, place);
  }

  /** The place of the latest call of this id, else of the latest live one on this phone. */
  find(callId: string | null, device: string | null): string | undefined {
    return latestOf(this.#byCallId, callId) ?? latestOf(this.#byDevice, device);
  }
}

function addTo(index: Places, key: string, place: string): void {
  const known = index.get(key);
  if (known === undefined || known === place) index.set(key, place);
  else if (typeof known === 'string') index.set(key, new Set([known, place]));
  else known.add(place);
}

function removeFrom(index: Places, key: string, place: string): void {
  const known = index.get(key);
  if (known === undefined) return;
  if (typeof known !== 'string') known.delete(place);
  if (known === place || (typeof known !== 'string' && known.size === 0)) index.delete(key);
}

function latestOf(index: Places, key: string | null): string | undefined {
  const known = key === null ? undefined : index.get(key);
  return known === undefined || typeof known === 'string' ? known : [...known].at(-1);
}
