import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium as engine, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Program, startProgram } from '../program/process.ts';
import { chromium } from '../server/chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A finding of axe-core that keeps people from using the page. */
interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** A program that simulates the centre, and a browser. */
interface ConsoleStage {
  readonly program: Program;
  readonly browser: Browser;
  readonly origin: string;
}

/** Starts a program and a browser before the tests of a suite and stops them afterwards; read the result in tests only. */
export function startConsole(): ConsoleStage {
  const stage: { -readonly [Part in keyof ConsoleStage]?: ConsoleStage[Part] } = {};
  beforeAll(async () => {
    stage.program = startProgram(['serve', '--seed', '7'], { PORT: '0' });
    const [, port] = await stage.program.says(/http:\/\/\S+:(\d+)/);
    stage.origin = `http://127.0.0.1:${port}`;
    stage.browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await stage.browser?.close();
    await stage.program?.stop();
  });
  return stage as ConsoleStage;
}

/** Opens the machine's Chromium; every host but this machine is unreachable. */
export function openBrowser(): Promise<Browser> {
  const rules = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost';
  return engine.launch({ executablePath: chromium ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage', rules] });
}

/** A page of its own browser profile, and what went wrong in it: errors, violations of its Content-Security-Policy. */
export async function openConsole(
  browser: Browser,
  url: string,
  options: {
    readonly width?: number;
    readonly theme?: 'light' | 'dark';
    /** Prepares the page before it is loaded. */
    prepare?(page: Page): Promise<void>;
  } = {},
): Promise<{ readonly page: Page; readonly problems: string[] }> {
  const { width = 1_440, theme = 'light' } = options;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await options.prepare?.(page);
  await page.goto(url);
  return { page, problems };
}

/** The serious and critical findings of axe-core. It is evaluated, not added to the page: the policy refuses its script. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate<readonly Violation[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
}

/** axe finds nothing serious, nothing went wrong, and nothing is wider than the screen, from phone to wall and in both themes. */
export async function expectUsable(page: Page, problems: string[]): Promise<void> {
  expect(problems).toEqual([]);
  for (const [width, colorScheme] of [
    [360, 'dark'],
    [1_920, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    // A colour on its way to another one has no contrast of its own.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }
  // axe reads style sheets in a way that the page's policy refuses.
  problems.length = 0;
}
