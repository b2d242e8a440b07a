import { markdown } from './markdown.mjs';

/** Pages are Markdown alone; a page keeps its path, with the ending of HTML. */
export default function configure(settings) {
  // Their texts are parts of the pages of configure/.
  settings.ignores.add('docs/vendors/**');
  settings.setLibrary('md', markdown);
  settings.addGlobalData(
    'permalink',
    () =>
      ({ page }) =>
        `${page.filePathStem.slice(1)}.html`,
  );
}

/** Braces of GraphQL are no template. */
export const config = { markdownTemplateEngine: false, templateFormats: ['md'] };
