import { execFile } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { deadline, isTimeout, unlessAborted, withDeadline } from '../../src/adapters/calls/deadline.ts';

const never = () => new Promise<never>(() => undefined);

test('D1: a deadline ends a silent call within 100 ms although the garbage collector runs all the time', async ({
  signal,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'deadline-'));
  try {
    const outfile = join(folder, 'child.mjs');
    const banner = { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" };
    const entry = resolve('test/wire/deadline-child.ts');
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner,
    });
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', outfile], { signal });
    const results = JSON.parse(stdout) as { late: number; code: string }[];
    expect(results.map(({ code }) => code)).toEqual(['TIMEOUT', '23', 'TIMEOUT', 'TIMEOUT']);
    for (const { late } of results) expect(late).toBeLessThan(100);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('work under a signal that has aborted ends at once, for the reason of the signal or what is made of it', async () => {
  const reason = new Error('left');
  await expect(unlessAborted(never(), AbortSignal.abort(reason))).rejects.toBe(reason);
  const made = unlessAborted(never(), AbortSignal.abort(reason), (cause) => new Error('made', { cause }));
  await expect(made).rejects.toMatchObject({ message: 'made', cause: reason });
});

test('a deadline that is cleared neither fires nor stays registered with its parent', async () => {
  const parent = new AbortController();
  const { signal, clear } = deadline(1, parent.signal);
  clear();
  await withDeadline(20, undefined, never).catch(() => undefined);
  parent.abort();
  expect(signal.aborted).toBe(false);
});

test("a deadline passes its parent's reason on, at once where the parent has aborted already", async () => {
  const reason = new Error('the caller left');
  const parent = new AbortController();
  const running = withDeadline(10_000, parent.signal, never);
  parent.abort(reason);
  await expect(running).rejects.toBe(reason);
  await expect(withDeadline(10_000, parent.signal, never)).rejects.toBe(reason);
  expect(deadline(10_000, parent.signal).signal.reason).toBe(reason);
});

test('work under a deadline rejects with TIMEOUT, and its signal says that the time is over', async () => {
  let seen: AbortSignal | undefined;
  const running = withDeadline(5, undefined, (signal) => {
    seen = signal;
    return never();
  });
  await expect(running).rejects.toMatchObject({ code: 'TIMEOUT', message: 'No answer within 5 ms' });
  expect(isTimeout(seen?.reason)).toBe(true);
});

test('a promise that settles first is not touched by an abort that comes later', async () => {
  const caller = new AbortController();
  expect(await unlessAborted(Promise.resolve(7), caller.signal)).toBe(7);
  await expect(unlessAborted(Promise.reject(new Error('no')), caller.signal)).rejects.toThrow('no');
  caller.abort();
  expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
});
