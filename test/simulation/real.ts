/** The clocks and timers of Node, as they were before `install` replaced them. */
export const real = {
  setImmediate: globalThis.setImmediate,
  setTimeout: globalThis.setTimeout,
  Date: globalThis.Date,
  now: performance.now.bind(performance),
};
