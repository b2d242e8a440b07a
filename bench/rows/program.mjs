// The built program with an account of every vendor, its simulators in other processes.
import { setTimeout as pause } from 'node:timers/promises';
import { ask, megabytes } from '../lib/measure.mjs';
import { configure, serve, simulateAll } from '../lib/setting.mjs';

/** Milliseconds after a start, and those after which V8 has given back the room of the start in a process without work. */
const STARTED = 3_000;
const IDLE = 90_000;

async function startOnce(configuration) {
  const began = performance.now();
  const { child, url } = await serve(configuration);
  const answer = await ask(url, '{ accounts { key status } }');
  const took = performance.now() - began;
  if (answer.data?.accounts.length !== 5) throw new Error(`not an answer: ${JSON.stringify(answer)}`);
  return { child, took };
}

/** Memory shortly after a start, and of a process that had nothing to do since. */
async function startedAndIdle(configuration) {
  const { child } = await startOnce(configuration);
  await pause(STARTED);
  const started = await megabytes(child);
  await pause(IDLE - STARTED);
  const idle = await megabytes(child);
  await child.stop();
  return { started, idle };
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
  const { started, idle } = await startedAndIdle(configuration);
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
      what: `memory of serve, idle, ${IDLE / 1000} s after its start`,
      target: 'at most 110 MB',
      measured: `${idle.toFixed(0)} MB; ${started.toFixed(0)} MB ${STARTED / 1000} s after it`,
      ok: idle <= 110,
    },
  ];
}
