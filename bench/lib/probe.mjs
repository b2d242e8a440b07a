// Loaded into every measured process: reports CPU time and memory to its parent.
process.on('message', (asked) => {
  if (asked !== 'probe') return;
  const { user, system } = process.cpuUsage();
  process.send({ probe: { microseconds: user + system, rss: process.memoryUsage.rss() } });
});
process.channel?.unref();
