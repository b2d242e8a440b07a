/** Positions in an answer, and which values are still under way. */
import type { GraphQLResolveInfo } from 'graphql';

/** A position, as resolvers receive it. */
export type Path = GraphQLResolveInfo['path'];
/** A position; undefined is the answer itself. */
export type Place = Path | undefined;
/** An object of an answer. */
export type Answer = Record<string, unknown>;

/** True for any thenable. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

/** True for an object that is neither a promise nor an error. */
export function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && !isPromise(value);
}

/** The position one step deeper. */
export function step(prev: Place, key: string | number, typename: string | undefined): Path {
  return { prev, key, typename };
}

/** The position as the `path` of an error. */
export function pathOf(place: Place): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at = place; at; at = at.prev) keys.push(at.key);
  return keys.reverse();
}

/** The object once all its promises are fulfilled. Those alone are waited for, since most values of most objects stand ready. */
export function settled(answer: Answer): Promise<Answer> {
  const keys = Object.keys(answer).filter((key) => isPromise(answer[key]));
  return Promise.all(keys.map((key) => answer[key])).then((values) => {
    keys.forEach((key, at) => {
      answer[key] = values[at];
    });
    return answer;
  });
}

/** Fails once nothing is under way any more; throws at once where nothing is. */
export function failAfter(open: readonly Promise<unknown>[], error: unknown): Promise<never> {
  if (open.length === 0) throw error;
  const ended = Promise.all(open).then(() => undefined);
  return ended.finally(() => {
    throw error;
  }) as Promise<never>;
}
