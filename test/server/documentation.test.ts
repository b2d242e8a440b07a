import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Program, startProgram } from '../program/process.ts';

let program: Program;
let site: string;
beforeAll(async () => {
  if (!existsSync('dist/docs')) execFileSync(process.execPath, ['scripts/docs.mjs'], { stdio: 'pipe' });
  program = startProgram(['serve', '--seed', '3'], { PORT: '0' });
  site = `${(await program.says(/(http:\/\/[^"\s]+)\/graphql/))[1]}/docs`;
}, 120_000);
afterAll(() => program.stop());

test('the documentation is served compressed, without inline scripts or styles', async () => {
  const response = await fetch(`${site}/`);
  const text = await response.text();
  expect(response.headers.get('content-encoding')).toBe('gzip');
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
  expect(text).toContain('<h1 id="crosspoint">Crosspoint</h1>');
  expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=/);
});

test('a browser stores the documentation: pages until they change, files named by their content for ever', async () => {
  const page = await fetch(`${site}/start.html`);
  const etag = page.headers.get('etag') ?? '';
  const [, style = ''] = /href="(assets\/style-[^"]+)"/.exec(await page.text()) ?? [];
  expect((await fetch(`${site}/start.html`, { headers: { 'if-none-match': etag } })).status).toBe(304);
  const { status, headers } = await fetch(`${site}/${style}`);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  expect(headers.get('cache-control')).toContain('immutable');
});

test('a client without compression gets the text, and the search its sections', async () => {
  const plain = await fetch(`${site}/reference/queries.html`, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toContain('id="callhistory"');
  const sections = (await (await fetch(`${site}/assets/sections.json`)).json()) as { heading: string; page: string }[];
  expect(sections).toContainEqual(
    expect.objectContaining({ heading: 'callHistory', page: 'reference/queries.html#callhistory' }),
  );
});

test.each(['/../package.json', '/%2e%2e/package.json', '/assets', '/start', '//start.html'])(
  'there is no page at %s',
  async (path) => {
    expect((await fetch(site + path)).status).toBe(404);
  },
);

test('the address without a slash leads to the first page', async () => {
  const { status, headers } = await fetch(site, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([308, '/docs/']);
});
