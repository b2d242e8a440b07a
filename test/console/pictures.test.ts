import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../server/chromium.ts';

if (!chromium) console.warn('SKIPPED: no pictures are made, since there is no Chromium on this machine');

const DOCUMENTED = 'docs/images/console';
/** Bytes of a picture of a page without its lists. */
const EMPTY_BYTES = 8_000;

/** Width and height, of the first chunk of a PNG. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];
const pageOf = (file: string) => file.replace(/-(?:light|dark)\.\w+$/, '');

describe.skipIf(!chromium)('pictures of the pages', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-pictures-'));
  let files: readonly string[];

  beforeAll(async () => {
    const words = ['scripts/screenshots.mjs', folder, '--settle', '200', '--width', '1000', '--height', '700'];
    // Ends with an error where a page reports one.
    await promisify(execFile)(process.execPath, words);
    files = readdirSync(folder).filter((file) => !file.includes('-details-'));
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('show every page in both themes, whole and filled', () => {
    const pages = [...new Set(files.map(pageOf))];
    expect(files).toHaveLength(pages.length * 2);
    expect(pages).toEqual(expect.arrayContaining(['floor', 'desk', 'system', 'system-alerts', 'graphiql']));
    for (const page of pages) {
      const [light, dark] = ['light', 'dark'].map((theme) => readFileSync(join(folder, `${page}-${theme}.png`)));
      for (const picture of [light, dark] as Buffer[]) {
        expect(sizeOf(picture), page).toEqual([1_000, 700]);
        expect(picture.length, page).toBeGreaterThan(EMPTY_BYTES);
      }
      expect(light?.equals(dark as Buffer), page).toBe(false);
    }
  });

  test('stand in the documentation, of every page', () => {
    const pages = [...new Set(files.map(pageOf))].sort();
    expect([...new Set(readdirSync(DOCUMENTED).map(pageOf))].sort()).toEqual(pages);
  });
});
