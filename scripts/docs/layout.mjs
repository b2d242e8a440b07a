// The frame of every page: header, navigation, contents of the page, and the pages before and after it.
import { NAVIGATION } from './navigation.mjs';

const escaped = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The way from one page to a file of the site. */
export function relativeTo(page, target) {
  const depth = page.split('/').length - 1;
  return `${'../'.repeat(depth)}${target}` || './';
}

const order = NAVIGATION.flatMap(({ pages }) => pages);

function navigation(current, titles) {
  const link = (page) => {
    const here = page === current || (page === 'reference/vendor-plane' && current.startsWith('reference/vendor/'));
    const mark = here ? ' aria-current="page"' : '';
    return `<li><a href="${relativeTo(current, `${page}.html`)}"${mark}>${escaped(titles[page] ?? page)}</a></li>`;
  };
  return NAVIGATION.map(
    ({ title, pages }) => `<section><h2>${title}</h2><ul>${pages.map(link).join('')}</ul></section>`,
  ).join('');
}

/** The second-level headings of a page, where there are enough to choose from. */
function contents(html) {
  const headings = [...html.matchAll(/<h2 id="([^"]+)">(.*?)<\/h2>/g)];
  if (headings.length < 2 || headings.length > 40) return '';
  const items = headings.map(([, id, text]) => `<li><a href="#${id}">${text.replace(/<\/?a[^>]*>/g, '')}</a></li>`);
  return `<nav class="contents" aria-label="On this page"><h2>On this page</h2><ul>${items.join('')}</ul></nav>`;
}

function neighbours(current, titles) {
  const at = order.indexOf(current);
  const link = (page, rel, arrow) =>
    page
      ? `<a rel="${rel}" href="${relativeTo(current, `${page}.html`)}">${arrow(escaped(titles[page] ?? page))}</a>`
      : '<span></span>';
  if (at < 0) return '';
  const before = link(order[at - 1], 'prev', (title) => `← ${title}`);
  return `<nav class="neighbours" aria-label="Pages">${before}${link(order[at + 1], 'next', (title) => `${title} →`)}</nav>`;
}

/** A whole page. `assets` are the names of the files of the frame, with the hashes of their content. */
export function layout({ page, title, html, titles, assets }) {
  const to = (target) => relativeTo(page, target);
  const name = page === 'index' ? 'Crosspoint documentation' : `${title} · Crosspoint`;
  return `<!doctype html>
<html lang="en" data-root="${to('')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to(`assets/${assets.style}`)}">
<script src="${to(`assets/${assets.theme}`)}"></script>
<script type="module" src="${to(`assets/${assets.search}`)}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<button id="menu" type="button" aria-expanded="false" aria-controls="navigation">Menu</button>
<a class="brand" href="${to('index.html')}">Crosspoint <span>documentation</span></a>
<form role="search" id="search"><input type="search" aria-label="Search the documentation" placeholder="Search  /" autocomplete="off" role="combobox" aria-expanded="false" aria-controls="results"><ul id="results" role="listbox" aria-label="Results" hidden></ul></form>
<nav class="links" aria-label="Gateway"><a href="${to('../')}">Console</a><a href="${to('../graphql')}">GraphiQL</a></nav>
<button id="theme" type="button" aria-label="Switch between light and dark">◐</button>
</header>
<div class="frame">
<nav id="navigation" aria-label="Documentation">${navigation(page, titles)}</nav>
<main id="content" tabindex="-1"><article>${html}</article>${neighbours(page, titles)}</main>
${contents(html)}
</div>
</body>
</html>
`;
}
