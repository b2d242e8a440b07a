/** Recordings are no part of the simulation: their server neither starts nor signs. */
export function createMedia() {
  return {
    sign: () => {
      throw new Error('No recordings are simulated');
    },
    start: async () => undefined,
    close: async () => undefined,
  };
}
