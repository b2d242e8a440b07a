// Checks the licence of every package of the lock file: `node scripts/licenses.mjs`. Exits with 1 and names those that are not allowed.
import { existsSync, readFileSync } from 'node:fs';

/** Licences whose packages may be part of what is shipped. */
const SHIPPED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
]);
/** The licences of the packages that the build bundles, which are shipped although they are not installed with the package. */
const NOTICES = 'dist/THIRD-PARTY-NOTICES.txt';
/** Licences that only tools of the build and the tests may have beside those. */
const TOOLS = new Set(['CC-BY-4.0', 'MPL-2.0']);

/** Whether an SPDX expression can be met by allowed licences: all parts of AND, one part of OR. */
export function isAllowed(expression, allowed) {
  const text = expression.replace(/^\((.*)\)$/, '$1');
  if (/ OR /.test(text)) return text.split(' OR ').some((part) => isAllowed(part, allowed));
  if (/ AND /.test(text)) return text.split(' AND ').every((part) => isAllowed(part, allowed));
  return allowed.has(text);
}

/** The packages of a lock file whose licence is not allowed, each with what it states. */
export function refusedPackages({ packages }) {
  return Object.entries(packages).flatMap(([path, { license, dev, link }]) => {
    if (!path.includes('node_modules/') || link) return [];
    const allowed = dev ? new Set([...SHIPPED, ...TOOLS]) : SHIPPED;
    return license && isAllowed(license, allowed) ? [] : [`${path}: ${license ?? 'no licence'}`];
  });
}

/** The bundled packages whose licence is not allowed. */
function refusedBundled(notices) {
  const heads = [...notices.matchAll(/^={100}\n(\S+ \S+) \(([^\n]+)\)\n={100}$/gm)];
  return heads.flatMap(([, name, license]) => (isAllowed(license, SHIPPED) ? [] : [`${name}: ${license}`]));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const notices = existsSync(NOTICES) ? readFileSync(NOTICES, 'utf8') : '';
  const refused = [...refusedPackages(lock), ...refusedBundled(notices)];
  for (const line of refused) console.error(line);
  console.log(
    `${Object.keys(lock.packages).length - 1} packages, ${refused.length} with a licence that is not allowed`,
  );
  process.exitCode = refused.length ? 1 : 0;
}
