/** The programs of examples/, as they are printed, against a gateway over the simulators. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle, servePage } from '../client/snippets.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ask, type Program, startProgram } from '../program/process.ts';
import { chromium, openPage } from '../server/chromium.ts';

let program: Program;
let gateway: string;
let folder: string;
beforeAll(async () => {
  mkdirSync('packages/client/dist', { recursive: true });
  folder = mkdtempSync(resolve('packages/client/dist/examples-'));
  program = startProgram(['serve', '--seed', '6'], { PORT: '0' });
  gateway = (await program.says(/(http:\/\/[^"\s]+\/graphql)/))[1] ?? '';
}, 60_000);
afterAll(async () => {
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

const example = (name: string) => readFileSync(`examples/${name}`, 'utf8');

test('each example has less than 150 lines', () => {
  const names = readdirSync('examples');
  expect(names.length).toBeGreaterThanOrEqual(5);
  expect(names.filter((name) => example(name).split('\n').length > 150)).toEqual([]);
});

/** Opens a page that runs a script, until its text is as expected. */
async function shows(
  script: string,
  expected: RegExp,
  address = '',
  act?: (page: Awaited<ReturnType<typeof openPage>>) => Promise<unknown>,
) {
  const served = await servePage(script);
  const page = await openPage(served.url + address);
  try {
    await untilAnswer(
      () => page.evaluate('document.body.innerText'),
      (text) => expected.test(String(text)),
      30_000,
    );
    await act?.(page);
    expect(page.problems).toEqual([]);
  } finally {
    await page.close();
    served.close();
  }
}

/** Relay's compiler reads the documents, and its plugin for a bundler replaces them by their compiled form. */
function compiledByRelay(name: string): string {
  mkdirSync(join(folder, 'src/__generated__'), { recursive: true });
  const settings = {
    src: './src',
    language: 'javascript',
    eagerEsModules: true,
    artifactDirectory: './src/__generated__',
  };
  writeFileSync(
    join(folder, 'relay.config.json'),
    JSON.stringify({ ...settings, schema: resolve('schema/unified.graphql') }),
  );
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(folder, 'src/recordings.js'), example(name));
  execFileSync(process.execPath, [resolve('node_modules/relay-compiler/cli.js')], { cwd: folder, stdio: 'pipe' });
  const artifacts = join(folder, 'src/__generated__');
  let imports = '';
  const code = example(name).replace(/graphql`\s*\w+ (\w+)[^`]*`/g, (_, document: string) => {
    imports += `import ${document} from '${artifacts}/${document}.graphql.js';\n`;
    return document;
  });
  return imports + code.replace("import { graphql } from 'relay-runtime';\n", '');
}

if (!chromium) console.warn('SKIPPED: the examples of pages are not tried, since there is no Chromium on this machine');

describe.skipIf(!chromium)('in a browser', () => {
  test('the wallboard shows queues and live calls', { timeout: 60_000 }, async () => {
    const script = await bundle(example('wallboard.tsx'), gateway, 'browser');
    await shows(script, /live[\s\S]*On call: [1-9][\s\S]*Support Inbound\s+\d+[\s\S]*(CONNECTED|HELD|RINGING) /);
  });

  test('the screen pop shows the call of an agent and the history of its number', { timeout: 60_000 }, async () => {
    const query =
      '{ calls(first: 50, filter: { vendors: [FIVE9_CTI], states: [CONNECTED], directions: [INBOUND] }) { edges { node { agent { name } } } } }';
    const { data } = await ask(gateway, query);
    const { name } = data.calls.edges.find(({ node }: { node: { agent: object | null } }) => node.agent).node.agent;
    const script = await bundle(example('screen-pop.tsx'), gateway, 'browser');
    await shows(
      script,
      /(CONNECTED|HELD|PARKED|TRANSFERRING|WRAP_UP): [\s\S]*Earlier calls\s+\S/,
      `?agent=${encodeURIComponent(name)}`,
    );
  });

  test('the browser of recordings reads the next page and plays a recording', { timeout: 60_000 }, async () => {
    const script = await bundle(compiledByRelay('recordings-relay.mjs'), gateway, 'browser');
    await shows(script, /5 recordings/, '', async (page) => {
      const isReady = () => page.evaluate("!document.querySelector('body > button').disabled");
      await untilAnswer(isReady, Boolean, 10_000);
      await page.evaluate("document.querySelector('body > button').click()");
      await untilAnswer(
        () => page.evaluate('document.body.innerText'),
        (text) => /10 recordings/.test(String(text)),
        20_000,
      );
      await page.evaluate("document.querySelector('td button').click()");
      const source = await untilAnswer(() => page.evaluate("document.querySelector('audio').src"), Boolean, 20_000);
      expect((await fetch(String(source))).headers.get('content-type')).toMatch(/^audio\//);
    });
  });
});
