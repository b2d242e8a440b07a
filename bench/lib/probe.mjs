// Loaded into every process that is measured: tells its parent the CPU spent and the memory held.
process.on('message', (asked) => {
  if (asked !== 'probe') return;
  const { user, system } = process.cpuUsage();
  process.send({ probe: { microseconds: user + system, rss: process.memoryUsage.rss() } });
});
process.channel?.unref();
