// Builds the documentation site into dist/docs: the pages of docs/ and those that the schema, the configuration and the program
// describe. `node scripts/docs.mjs`; needs a build. Texts are stored compressed, since the gateway serves them so. With --check it
// fails where a link leads nowhere or the navigation lacks a page.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Eleventy from '@11ty/eleventy';
import { build } from 'esbuild';
import { examplePages } from './docs/examples.mjs';
import { layout } from './docs/layout.mjs';
import { checkLinks } from './docs/links.mjs';
import { NAVIGATION } from './docs/navigation.mjs';
import { programPages } from './docs/program.mjs';
import { schemaPages } from './docs/schema.mjs';
import { sectionsOf } from './docs/sections.mjs';
import { vendorPages } from './docs/vendors.mjs';

const OUTPUT = 'dist/docs';
const started = Date.now();

/** The generated pages: Markdown by the path of the page. */
const generated = { ...examplePages(), ...schemaPages(), ...vendorPages(), ...programPages() };

const eleventy = new Eleventy('docs', OUTPUT, {
  quietMode: true,
  configPath: 'scripts/docs/eleventy.config.mjs',
  config(settings) {
    for (const [page, text] of Object.entries(generated)) settings.addTemplate(`${page}.md`, text);
  },
});
const pages = await eleventy.toJSON();
/** The content of each page by its path. */
const rendered = Object.fromEntries(
  pages.map(({ url, content }) => [url.replace(/^\/|\.html$/g, '') || 'index', content]),
);

function hashed(name, ending, bytes) {
  return `${name}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase()}.${ending}`;
}

function write(path, text) {
  const file = join(OUTPUT, `${path}.gz`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, gzipSync(text, { level: 9 }));
}

/** The files of the frame, bundled, by their names. */
async function writeAssets() {
  const names = {};
  for (const [name, ending] of [
    ['style', 'css'],
    ['theme', 'js'],
    ['search', 'js'],
  ]) {
    const { outputFiles } = await build({
      ...{
        entryPoints: [`scripts/docs/${name}.${ending}`],
        bundle: true,
        minify: true,
        write: false,
        target: 'es2022',
      },
      ...{ format: 'esm', outdir: 'none', legalComments: 'inline' },
      // The font is that of the console, which the gateway serves beside the documentation.
      plugins: [
        {
          name: 'font',
          setup: ({ onResolve }) =>
            onResolve({ filter: /\.woff2$/ }, ({ path }) => ({
              path: `../../console/assets/${basename(path)}`,
              external: true,
            })),
        },
      ],
    });
    const { text } = outputFiles[0];
    names[name] = hashed(name, ending, text);
    write(`assets/${names[name]}`, text);
  }
  return names;
}

const titleOf = (html) =>
  (/<h1[^>]*>(.*?)<\/h1>/.exec(html)?.[1] ?? '').replace(/<[^>]+>/g, '').replaceAll('&amp;', '&');
const titles = Object.fromEntries(Object.entries(rendered).map(([page, html]) => [page, titleOf(html)]));

rmSync(OUTPUT, { recursive: true, force: true });
const assets = await writeAssets();
for (const [page, html] of Object.entries(rendered))
  write(`${page}.html`, layout({ page, title: titles[page], html, titles, assets }));
write('assets/sections.json', JSON.stringify(sectionsOf(rendered, titles)));
cpSync('docs/images', join(OUTPUT, 'images'), { recursive: true });

const navigated = new Set(NAVIGATION.flatMap(({ pages }) => pages));
const problems = [
  ...checkLinks(rendered, OUTPUT),
  ...[...navigated]
    .filter((page) => !(page in rendered))
    .map((page) => `the navigation names ${page}, which is no page`),
  ...Object.keys(rendered)
    .filter((page) => !navigated.has(page) && !page.startsWith('reference/vendor/') && !page.startsWith('examples/'))
    .map((page) => `${page} is not in the navigation`),
  ...Object.entries(titles).flatMap(([page, title]) => (title ? [] : [`${page} has no heading`])),
];
for (const problem of problems.slice(0, 20)) console.error(problem);
console.log(
  `${Object.keys(rendered).length} pages of documentation in ${((Date.now() - started) / 1_000).toFixed(1)} s`,
);
// An installation does not fail because of a link; CI does.
process.exitCode = problems.length && process.argv.includes('--check') ? 1 : 0;
