import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { chromium, openPage, type Page } from '../server/chromium.ts';
import { type Program, startProgram } from './process.ts';

if (!chromium) console.warn('SKIPPED: the page is not tried, since there is no Chromium on this machine');

describe.skipIf(!chromium)('GraphiQL in a browser without a network (H22)', () => {
  let program: Program;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    program = startProgram(['serve', '--seed', '7'], { PORT: '0' });
    const [, port] = await program.says(/http:\/\/\S+:(\d+)\/graphql/);
    origin = `http://127.0.0.1:${port}`;
    page = await openPage(`${origin}/graphql`);
  }, 60_000);
  afterAll(async () => {
    await page?.close();
    await program.stop();
  });

  const text = (selector: string) =>
    page.evaluate(
      `[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => one.textContent).join('\\n')`,
    );

  test('shows its editor with a first query, without a request to another host', { timeout: 60_000 }, async () => {
    await untilAnswer(
      () => text('.graphiql-query-editor .view-lines'),
      (shown) => String(shown).includes('accounts'),
      40_000,
    );
    const elsewhere = page.asked.filter((url) => !url.startsWith(origin) && !/^(data|blob|about|chrome):/.test(url));
    expect(elsewhere).toEqual([]);
    expect(page.problems).toEqual([]);
  });

  test('has a tab for each first query of the README, and names the simulated accounts', async () => {
    expect(String(await text('.graphiql-tab-button')).split('\n')).toEqual(['Now', 'Hold', 'Watch']);
    expect(await text('.crosspoint-bar')).toMatch(/Simulated: .*acme-five9/);
    const lifetime = async (url: string) => (await fetch(url)).headers.get('cache-control');
    const editor = page.asked.find((url) => /explorer-\w+\.js$/.test(url)) ?? '';
    expect(await lifetime(editor)).toBe('public, max-age=31536000, immutable');
    expect(await lifetime(`${origin}/graphql/assets/app.js`)).toBe('no-cache');
    expect((await fetch(editor)).headers.get('content-encoding')).toMatch(/^(?:br|gzip)$/);
  });

  test('runs the first query', { timeout: 60_000 }, async () => {
    await untilAnswer(
      () => page.evaluate(`Boolean(document.querySelector('.graphiql-execute-button'))`),
      Boolean,
      20_000,
    );
    await page.evaluate(`document.querySelector('.graphiql-execute-button').click()`);
    const answer = await untilAnswer(
      () => text('.result-window .view-lines, .graphiql-response .view-lines'),
      (shown) => String(shown).includes('acme-five9'),
      30_000,
    );
    expect(answer).not.toContain('errors');
  });

  test('knows the schema', { timeout: 60_000 }, async () => {
    await page.evaluate(`document.querySelector('[aria-label="Show Documentation Explorer"]')?.click()`);
    await untilAnswer(
      () => text('.graphiql-doc-explorer, .graphiql-plugin'),
      (shown) => /Query/.test(String(shown)) && /Subscription/.test(String(shown)),
      30_000,
    );
  });
});
