// The licence texts of the packages that a build bundles, found through esbuild's metafile.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE_FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;
const RULE = '='.repeat(100);

/** Works inside a package that the package's own licence does not name. */
const INSIDE = {
  'wasm-media-encoders': [
    'The WebAssembly module for MP3 is compiled from LAME, https://lame.sourceforge.io, under the GNU Library General Public License:',
    'LGPL-2.0',
  ],
};

/** Folders of the packages that stand in a bundle. */
export function bundledFolders(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.keys(output.inputs)),
  );
  const folders = inputs.flatMap((input) => PACKAGE_FOLDER.exec(input)?.[1] ?? []);
  return [...new Set(folders)].sort();
}

const standardText = (id) => readFileSync(new URL(`licenses/${id}.txt`, import.meta.url), 'utf8');

/** The text for a package that ships none: its copyright holder and the standard text of its licence. */
function standardNotice({ name, author, license }) {
  const holder = typeof author === 'object' ? author.name : author;
  return `Copyright (c) ${holder ?? `the authors of ${name}`}\n\n${standardText(license)}`;
}

function noticeOf(folder) {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((name) => LICENCE_FILE.test(name));
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  if (texts.length === 0) texts.push(standardNotice(description));
  const [sentence, licence] = INSIDE[description.name] ?? [];
  if (licence) texts.push(`${sentence}\n\n${standardText(licence)}`);
  const { type = description.license } = description.license ?? {};
  const head = `${description.name} ${description.version} (${type})`;
  return `${RULE}\n${head}\n${RULE}\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
}

/** The text of dist/THIRD-PARTY-NOTICES.txt. Throws where a package has no licence text and none is known for it. */
export function thirdPartyNotices(metafiles) {
  const notices = bundledFolders(metafiles).map(noticeOf);
  return `Crosspoint contains these packages, each under its own licence.\n\n${notices.join('\n')}`;
}
