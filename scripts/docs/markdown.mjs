// Markdown as the site renders it: highlighted by classes, since the pages allow no inline styles, and with anchors at headings.
import markdownIt from 'markdown-it';
import Prism from 'prismjs';
import loadLanguages from 'prismjs/components/index.js';

loadLanguages.silent = true;
loadLanguages(['graphql', 'yaml', 'bash', 'json', 'typescript', 'jsx', 'tsx', 'python', 'ini', 'docker']);
const ALIASES = { sh: 'bash', ts: 'typescript', js: 'javascript' };

const slug = (text) =>
  text
    .toLowerCase()
    .replace(/`|<[^>]*>/g, '')
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^-|-$/g, '');

function highlight(code, info) {
  const [language] = info.split(' ');
  const name = ALIASES[language] ?? language;
  const grammar = Prism.languages[name];
  return grammar ? Prism.highlight(code, grammar, name) : '';
}

/** Headings get the id that their anchor names, each once on a page. */
function withAnchors(md) {
  md.core.ruler.push('anchors', ({ tokens }) => {
    const seen = new Map();
    tokens.forEach((token, at) => {
      if (token.type !== 'heading_open') return;
      const id = slug(tokens[at + 1].content);
      const count = seen.get(id) ?? 0;
      seen.set(id, count + 1);
      token.attrSet('id', count ? `${id}-${count}` : id);
    });
  });
}

/** Files of the repository that are pages of the site: their addresses begin outside docs/. */
const OUTSIDE = [
  [/^((?:\.\.\/)*)\.\.\/CHANGELOG\.md/, '$1changelog.md'],
  [/^((?:\.\.\/)*)\.\.\/examples\/([\w-]+)\.\w+$/, '$1examples/$2.md'],
];

/** The address of a page from the address of its source; other addresses stay. */
function pageAddress(source) {
  const href = OUTSIDE.reduce((address, [pattern, page]) => address.replace(pattern, page), source);
  const [, path, anchor = ''] = /^([^#]*\.md)(#.*)?$/.exec(href) ?? [];
  return path && !/^[a-z]+:/.test(href) ? `${path.replace(/\.md$/, '.html')}${anchor}` : href;
}

function withPageAddresses(md) {
  md.core.ruler.push('addresses', ({ tokens }) => {
    for (const { children } of tokens)
      for (const token of children ?? []) {
        const href = token.type === 'link_open' ? token.attrGet('href') : null;
        if (href) token.attrSet('href', pageAddress(href));
      }
  });
}

/** Tables scroll by themselves on a narrow screen, and can be focused to do so by keyboard. */
function withScrollingTables(md) {
  md.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>\n';
  md.renderer.rules.table_close = () => '</table></div>\n';
}

/** Code scrolls by itself too; an example of what a program prints says so by the word `output`. */
function withCodeFrames(md) {
  md.renderer.rules.fence = (tokens, at) => {
    const { content, info } = tokens[at];
    const [language = ''] = info.split(' ');
    const code = highlight(content, info) || md.utils.escapeHtml(content);
    const kind = / output\b/.test(info) ? ' output' : '';
    const [, file] = / file=(\S+)/.exec(info) ?? [];
    const caption = file ? `<p class="file">${md.utils.escapeHtml(file)}</p>` : '';
    return `${caption}<div class="code${kind}" data-language="${language}"><pre tabindex="0"><code>${code}</code></pre></div>\n`;
  };
}

/** The renderer of all pages. */
export const markdown = markdownIt({ html: true })
  .use(withAnchors)
  .use(withPageAddresses)
  .use(withScrollingTables)
  .use(withCodeFrames);
