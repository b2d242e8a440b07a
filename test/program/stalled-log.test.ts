/** A collector of logs that stops reading, or ends, does not stop the gateway. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from './process.ts';

/** Lines of requests that are more than a pipe holds, which is 64 kB. */
const REQUESTS = 500;

/** Starts the demonstration, whose log is not read; answers its address. */
async function startUnread(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['dist/cli.js', 'serve', '--seed', '3'], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const url = await untilAnswer(
    async () => /http:\/\/\S+\/graphql/.exec(text)?.[0] ?? '',
    (found) => found !== '',
    30_000,
  );
  return { child, url };
}

async function askAll(url: string): Promise<number> {
  let answered = 0;
  for (let each = 0; each < REQUESTS; each += 1) {
    const { data } = await ask(url, '{ accounts { key } }');
    if (data.accounts.length > 0) answered += 1;
  }
  return answered;
}

test('a reader of the log that stops does not stop the gateway, nor its end', { timeout: 60_000 }, async () => {
  const { child, url } = await startUnread();
  expect(await askAll(url)).toBe(REQUESTS);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
});

test('a reader of the log that ends does not end the gateway', { timeout: 60_000 }, async () => {
  const { child, url } = await startUnread();
  child.stderr?.destroy();
  expect(await askAll(url)).toBe(REQUESTS);
});
