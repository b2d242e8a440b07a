import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { MediaStream } from '../../src/adapters/adapter.ts';
import { Authenticator, createApiKey } from '../../src/server/auth.ts';
import { quietLog } from '../../src/server/logging.ts';
import { until, untilAnswer } from '../helpers/until.ts';
import { download, finished, served } from './media-served.ts';

const MEGABYTE = 1024 ** 2;

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-bounds-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The sizes of all files under a folder. */
function sizes(folder: string): number[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const stats = statSync(join(folder, name), { throwIfNoEntry: false });
    return stats?.isFile() ? [stats.size] : [];
  });
}

const total = (folder: string) => sizes(folder).reduce((sum, size) => sum + size, 0);

/** Audio of so many megabytes, each after a pause that lets others run; calls back when it is read no more. */
function audio(megabytes: number, pause: () => Promise<unknown> = () => wait(1), left = () => {}): MediaStream {
  const block = Buffer.alloc(MEGABYTE, 1);
  const body = (async function* () {
    try {
      for (let count = 0; count < megabytes; count += 1) {
        await pause();
        yield block;
      }
    } finally {
      left();
    }
  })();
  return { contentType: 'audio/wav', body };
}

describe('D10: a download whose client leaves', () => {
  test('ends the fetch at the vendor, leaves no file and writes nothing more', async () => {
    const folder = emptyFolder();
    let signal: AbortSignal | undefined;
    let isLeft = false;
    const left = () => {
      isLeft = true;
    };
    const { link } = await served(
      async (_, __, ask) => {
        signal = ask.signal;
        return audio(1_000_000, undefined, left);
      },
      { folder },
    );
    const { request } = download(link('1'));
    request.on('error', () => undefined);
    await until(() => total(folder) > 5 * MEGABYTE, 'some megabytes were fetched');
    request.destroy();
    await until(() => signal?.aborted, 'the fetch was ended', 1_000);
    await until(() => sizes(folder).length === 0, 'the file was removed', 1_000);
    await until(() => isLeft, 'the audio is read no more', 1_000);
  });

  test('ends nothing for another client of the same recording', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let aborted = false;
    const { link, counts } = await served(async (_, __, ask) => {
      ask.signal?.addEventListener('abort', () => {
        aborted = true;
      });
      return audio(2, () => gate);
    });
    const [leaves, stays] = [download(link('1')), download(link('1'))];
    leaves.request.on('error', () => undefined);
    await until(() => counts.begun === 2);
    leaves.request.destroy();
    await until(() => counts.left === 1);
    release();
    expect(await finished(stays)).toMatchObject({ status: 200, bytes: 2 * MEGABYTE });
    expect(aborted).toBe(false);
  });

  test('is fetched anew for the next client', async () => {
    let fetches = 0;
    const { link, counts } = await served(async () => {
      fetches += 1;
      return fetches === 1 ? audio(1_000_000) : audio(1);
    });
    const first = download(link('1'));
    first.request.on('error', () => undefined);
    await until(() => fetches === 1);
    first.request.destroy();
    await until(() => counts.left === 1);
    expect(await finished(download(link('1')))).toMatchObject({ status: 200, bytes: MEGABYTE });
  });
});

describe('D10: many downloads at once', () => {
  test('beyond the number that may be fetched are refused with a code and when to try again', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { link } = await served(async () => audio(1, () => gate), { limits: { fetches: 3 } });
    const refused: Awaited<ReturnType<typeof finished>>[] = [];
    const all = Array.from({ length: 20 }, async (_, number) => {
      const answer = await finished(download(link(String(number))));
      if (answer.status === 503) refused.push(answer);
      return answer.status;
    });
    await until(() => refused.length === 17);
    for (const { headers } of refused)
      expect(headers).toMatchObject({ 'x-error-code': 'RATE_LIMITED', 'retry-after': '5' });
    release();
    expect((await Promise.all(all)).filter((status) => status === 200)).toHaveLength(3);
    expect(await finished(download(link('30')))).toMatchObject({ status: 200 });
  });

  test('leave room for another caller and another account where an account does not answer', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { link, media } = await served(async (id) => audio(1, () => (id.startsWith('stuck') ? gate : wait(0))), {
      limits: { fetches: 2 },
    });
    const { origin } = new URL(link('1'));
    const fetched = (account: string, recording: string, caller: string) =>
      download(origin + media.sign(account, recording, 'WAV', { id: caller }).path);
    const stuck = ['stuck 1', 'stuck 2'].map((id) => fetched('silent', id, 'greedy'));
    const refused = await untilAnswer(
      () => finished(fetched('silent', 'x', 'greedy')),
      ({ status }) => status === 503,
    );
    expect(refused.headers).toMatchObject({ 'x-error-code': 'RATE_LIMITED' });
    expect(await finished(fetched('wfo', '1', 'greedy'))).toMatchObject({ status: 200 });
    expect(await finished(fetched('silent', '2', 'other'))).toMatchObject({ status: 200 });
    // With twice the number under way, none is free for anybody's first.
    const more = [fetched('one', 'stuck 3', 'a'), fetched('two', 'stuck 4', 'b')];
    await untilAnswer(
      () => finished(fetched('three', 'x', 'c')),
      ({ status }) => status === 503,
    );
    release();
    for (const download of [...stuck, ...more]) expect(await finished(download)).toMatchObject({ status: 200 });
    expect(await finished(fetched('silent', '3', 'greedy'))).toMatchObject({ status: 200 });
  });

  test('whose client takes nothing are broken off, and their bytes are given back', async () => {
    const folder = emptyFolder();
    const limits = { diskBytes: 100 * MEGABYTE, stalledMilliseconds: 200 };
    const { link, counts } = await served(async () => audio(60), { folder, limits });
    const stalled = download(link('1'));
    (await stalled.response).pause();
    await until(() => counts.left === 1, 'it is broken off');
    await until(async () => (await finished(download(link('2')))).status === 200, 'the bytes were given back');
  });

  test('never take more of the disk than they may, and those that fit are whole', async () => {
    const folder = emptyFolder();
    const limits = { diskBytes: 30 * MEGABYTE, fetches: 20 };
    const { link } = await served(async () => audio(10), { folder, limits });
    let most = 0;
    const timer = setInterval(() => {
      most = Math.max(most, total(folder));
    }, 2);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => finished(download(link(String(at))))));
    clearInterval(timer);
    expect(most).toBeLessThanOrEqual(limits.diskBytes);
    for (const { status, bytes } of answers) {
      if (status === 200) expect(bytes).toBe(10 * MEGABYTE);
      else expect(status).toBe(503);
    }
    // What was refused has given its bytes back.
    for (const recording of ['a', 'b', 'c', 'd'])
      expect(await finished(download(link(recording)))).toMatchObject({ status: 200, bytes: 10 * MEGABYTE });
  });

  test('count a removed file for as long as it is read', async () => {
    const folder = emptyFolder();
    const { link } = await served(async () => audio(60), { folder, limits: { diskBytes: 100 * MEGABYTE } });
    const slow = download(link('1'));
    const response = await slow.response;
    expect(await finished(download(link('2')))).toMatchObject({ status: 503 });
    for await (const _ of response);
    await until(async () => (await finished(download(link('2')))).status === 200, 'the bytes were given back');
  });

  test('are refused as too large where one does not fit by itself', async () => {
    const folder = emptyFolder();
    const { link } = await served(async () => audio(1_000_000), { folder, limits: { diskBytes: 20 * MEGABYTE } });
    expect(await finished(download(link('1')))).toMatchObject({
      status: 409,
      headers: { 'x-error-code': 'FAILED_PRECONDITION' },
    });
    await until(() => sizes(folder).length === 0, 'the file was removed');
  });
});

describe('D10: temporary files', () => {
  test('of processes that ended without removing them go at the start, and no others', async () => {
    const folder = emptyFolder();
    const { pid: ended } = spawnSync(process.execPath, ['-e', '']);
    const places = [`crosspoint-media-${ended}-abcdef`, `crosspoint-media-${process.ppid}-abcdef`, 'something-else'];
    for (const place of places) {
      mkdirSync(join(folder, place));
      writeFileSync(join(folder, place, 'audio'), 'x');
    }
    const { media, link } = await served(async () => audio(1), { folder });
    expect(await finished(download(link('1')))).toMatchObject({ status: 200 });
    await media.start();
    expect(places.map((place) => existsSync(join(folder, place)))).toEqual([false, true, true]);
    expect(await finished(download(link('1')))).toMatchObject({ status: 200 });
    await media.close();
    expect(readdirSync(folder).sort()).toEqual([places[1], places[2]]);
  });
});

describe('D7, R8: a link to a recording', () => {
  const { key, hash } = createApiKey();
  const section = (more = {}) => ({
    keys: [{ id: 'guest', hash, scopes: ['recordings:listen'], tenant: 'acme', accounts: ['wfo'], ...more }],
    disabled: { subjects: [], tenants: [] },
  });

  async function locked(fetch: () => Promise<MediaStream>) {
    const rights = new Authenticator(section(), quietLog);
    const { link } = await served(fetch, { rights });
    return { rights, link, caller: await rights.authenticate(`Bearer ${key}`) };
  }

  test.each([
    ['deleted', { keys: [], disabled: { subjects: [], tenants: [] } }],
    ['disabled by its tenant', { ...section(), disabled: { subjects: [], tenants: ['acme'] } }],
    ['changed', section({ hash: createApiKey().hash })],
    ['without the scope', section({ scopes: ['recordings:read'] })],
    ['without the account', section({ accounts: ['other'] })],
  ])('of a key that is %s is refused, and what it sends is broken off', async (_, changed) => {
    const { rights, link, caller } = await locked(async () => audio(60));
    const url = link('1', caller);
    const running = download(url);
    await running.response;
    rights.replace(changed);
    expect(await finished(running)).toMatchObject({ cut: true });
    expect(await finished(download(url))).toMatchObject({ status: 403 });
  });

  test('works on after a change that leaves its rights', async () => {
    const { rights, link, caller } = await locked(async () => audio(60));
    const running = download(link('1', caller));
    await running.response;
    rights.replace(section({ scopes: ['recordings:listen', 'calls:read'] }));
    expect(await finished(running)).toMatchObject({ status: 200, bytes: 60 * MEGABYTE, cut: false });
  });

  test('ends with the token it was made for, also while it sends', async () => {
    const { link, counts } = await served(async () => audio(60));
    const url = link('1', { id: 'jwt:ann', expiresAt: new Date(Date.now() + 700) });
    const running = download(url);
    await running.response;
    await until(() => counts.left === 1);
    expect(await finished(running)).toMatchObject({ cut: true });
    expect(await finished(download(url))).toMatchObject({ status: 403 });
  });
});
