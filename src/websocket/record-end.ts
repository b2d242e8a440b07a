import type { ExecutionResult } from 'graphql';

/** The results of a subscription, or the errors for which it does not begin. */
type Joined = AsyncIterableIterator<ExecutionResult> | ExecutionResult;

/** Calls back once when the results of a subscription end, with whether it began. */
export function recordEnd(joined: Joined, onEnd: (hasErrors: boolean) => void): Joined {
  if (!(Symbol.asyncIterator in joined)) {
    onEnd(true);
    return joined;
  }
  let isOver = false;
  const over = (hasErrors: boolean) => {
    if (!isOver) onEnd(hasErrors);
    isOver = true;
  };
  const recorded: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      try {
        const result = await joined.next();
        if (result.done) over(false);
        return result;
      } catch (thrown) {
        over(true);
        throw thrown;
      }
    },
    async return() {
      over(false);
      return (await joined.return?.()) ?? { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => recorded,
  };
  return recorded;
}
