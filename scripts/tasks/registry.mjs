// A registry on this machine that has the packed packages of this copy and leads to the real one for all others.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';

const UPSTREAM = 'https://registry.npmjs.org';

/** Packs a package that is built, and answers what a registry says about it. */
function pack(folder, target) {
  const words = ['pack', '--ignore-scripts', '--silent', '--pack-destination', target];
  const printed = execFileSync('npm', words, { cwd: folder, encoding: 'utf8' });
  const file = join(target, printed.trim().split('\n').at(-1));
  const bytes = readFileSync(file);
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  return { manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')), bytes, file, integrity };
}

function documentOf({ manifest, file, integrity }, origin) {
  const { name, version } = manifest;
  const dist = { tarball: `${origin}/-/${basename(file)}`, integrity };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, scripts: {}, dist } } };
}

/** Packs the folders and serves them. */
export async function startRegistry(folders, target) {
  mkdirSync(target, { recursive: true });
  const packages = folders.map((folder) => pack(folder, target));
  const server = createServer(({ url }, response) => {
    const path = decodeURIComponent(url);
    const origin = `http://127.0.0.1:${server.address().port}`;
    const tarball = packages.find(({ file }) => path === `/-/${basename(file)}`);
    const described = packages.find(({ manifest }) => path === `/${manifest.name}`);
    if (tarball) response.end(tarball.bytes);
    else if (described) response.end(JSON.stringify(documentOf(described, origin)));
    else response.writeHead(302, { location: UPSTREAM + url }).end();
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
