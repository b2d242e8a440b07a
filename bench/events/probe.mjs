// Loaded into a measured process: collects garbage on request and reports the remaining memory.
process.on('SIGUSR2', () => {
  for (let times = 0; times < 3; times += 1) globalThis.gc();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  process.stderr.write(`MEMORY ${heapUsed + external + arrayBuffers}\n`);
});
