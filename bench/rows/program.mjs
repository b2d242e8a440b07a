// The built program with an account of every vendor, its simulators in other processes.
import { setTimeout as pause } from 'node:timers/promises';
import { ask, megabytes } from '../lib/measure.mjs';
import { configure, serve, simulateAll } from '../lib/setting.mjs';

async function startOnce(configuration) {
  const began = performance.now();
  const { child, url } = await serve(configuration);
  const answer = await ask(url, '{ accounts { key status } }');
  const took = performance.now() - began;
  if (answer.data?.accounts.length !== 5) throw new Error(`not an answer: ${JSON.stringify(answer)}`);
  return { child, took };
}

export async function program() {
  const simulated = await simulateAll();
  const configuration = await configure('program', simulated.accounts);
  const starts = [];
  let idle = 0;
  for (let round = 0; round < 3; round += 1) {
    const { child, took } = await startOnce(configuration);
    starts.push(took);
    if (round === 2) {
      // Idle memory is measured after the garbage of the start was collected.
      await pause(3000);
      idle = await megabytes(child);
    }
    await child.stop();
  }
  await simulated.stop();
  const took = starts.sort((one, other) => one - other)[1];
  return [
    {
      what: 'serve from start to its first answer',
      target: '1.2 s',
      measured: `${(took / 1000).toFixed(2)} s`,
      ok: took <= 1200,
    },
    { what: 'memory of serve, idle', target: 'at most 110 MB', measured: `${idle.toFixed(0)} MB`, ok: idle <= 110 },
  ];
}
