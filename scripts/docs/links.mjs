// Finds links of the pages that lead nowhere.

import { existsSync } from 'node:fs';
import { posix } from 'node:path';

const idsOf = (html) => new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));

/** A sentence for each relative link without its page, anchor or file. */
export function checkLinks(rendered, output) {
  const ids = Object.fromEntries(Object.entries(rendered).map(([page, html]) => [page, idsOf(html)]));
  return Object.entries(rendered).flatMap(([page, html]) =>
    [...html.matchAll(/<(?:a|img|source)[^>]*? (?:href|src|srcset)="([^"]+)"/g)].flatMap(([, address]) => {
      if (/^[a-z]+:/.test(address)) return [];
      const [path, anchor] = address.split('#');
      const target = path === '' ? page : posix.join(posix.dirname(page), path.replace(/\.html$/, ''));
      // The console, GraphiQL and the schema are pages of the gateway, beside the documentation.
      if (target.startsWith('../')) return [];
      if (!(target in rendered))
        return existsSync(`${output}/${target}`) ? [] : [`${page} links to ${address}, which is no page`];
      return anchor === undefined || ids[target].has(anchor)
        ? []
        : [`${page} links to ${address}, where there is no such heading`];
    }),
  );
}
