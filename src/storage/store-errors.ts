/** Runs a step of a store on a file, and throws the store's error in place of any other. */
export function fileErrorsAs(unavailable: (cause: unknown) => Error) {
  return <Result>(step: () => Result): Result => {
    try {
      return step();
    } catch (cause) {
      throw unavailable(cause);
    }
  };
}

/** Awaits an answer of Redis, and throws the store's error in place of any other. */
export function redisErrorsAs(unavailable: (cause: unknown) => Error) {
  return async <Answer>(question: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await question();
    } catch (cause) {
      throw unavailable(cause);
    }
  };
}
