// Loaded into every measured process: reports CPU time, memory and the longest time its event loop was blocked to its
// parent.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('message', (asked) => {
  if (asked !== 'probe') return;
  const { user, system } = process.cpuUsage();
  const blocked = delay.max / 1e6;
  delay.reset();
  process.send({ probe: { microseconds: user + system, rss: process.memoryUsage.rss(), blocked } });
});
process.channel?.unref();
