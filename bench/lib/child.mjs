import { fork } from 'node:child_process';
import { once } from 'node:events';

const PROBE = new URL('./probe.mjs', import.meta.url).href;

/** Starts a script as a separate process, with flags of Node; `says` waits for a line of its output. */
export function start(script, words = [], environment = {}, flags = []) {
  const child = fork(script, words, {
    execArgv: [...flags, '--import', PROBE],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  const looks = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      text += chunk;
      for (const look of looks) look();
    });
  }
  const says = (pattern) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(text);
        if (!match) return;
        looks.delete(look);
        resolve(match);
      };
      looks.add(look);
      child.once('exit', () => reject(new Error(`${script} ended: ${text.slice(-2000)}`)));
      look();
    });
  const ask = async (message, key) => {
    child.send(message);
    for (;;) {
      const [answer] = await once(child, 'message');
      if (answer[key]) return answer[key];
      if (answer.failed) throw new Error(answer.failed);
    }
  };
  return {
    pid: child.pid,
    says,
    ask,
    output: () => text,
    probe: () => ask('probe', 'probe'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const killTimer = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(killTimer);
    },
  };
}
