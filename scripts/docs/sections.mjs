// The texts that the search finds: a section for each heading of each page.
const LONGEST = 600;

const plain = (html) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();

/** The sections of all pages, each with the address that leads to it. */
export function sectionsOf(rendered, titles) {
  return Object.entries(rendered).flatMap(([page, html]) => {
    const parts = html.split(/(?=<h[123] id=")/);
    return parts.flatMap((part) => {
      const [, level, id, heading] = /^<h([123]) id="([^"]+)">(.*?)<\/h\1>/.exec(part) ?? [];
      if (!id) return [];
      const text = plain(part.replace(/^<h\d.*?<\/h\d>/, '')).slice(0, LONGEST);
      const address = `${page}.html${level === '1' ? '' : `#${id}`}`;
      return [{ page: address, title: titles[page], heading: plain(heading), text }];
    });
  });
}
