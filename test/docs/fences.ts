/** The snippets of the documentation: the fenced blocks of its Markdown files. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block. Words after its language mark it: `output` is what a program prints, `not-run` needs what a test has not, `whole` is run as a whole by a test of its page, `file=` and `runs` are for readers. */
export interface Snippet {
  /** File and line, as a name of the snippet. */
  readonly at: string;
  readonly language: string;
  readonly code: string;
}

const FENCE = /^```(\w+)?([^\n]*)\n([\s\S]*?)^```$/gm;

/** Every snippet of the files that is to be run. */
function snippetsOf(file: string): Snippet[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(FENCE)].flatMap(([, language = '', marks = '', code = ''], index) => {
    if (/\b(output|not-run|whole)\b/.test(marks)) return [];
    const start = [...text.matchAll(FENCE)][index]?.index ?? 0;
    return [{ at: `${file}:${text.slice(0, start).split('\n').length}`, language, code }];
  });
}

const pages = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md') && !file.startsWith('vendors'))
  .map((file) => join('docs', file));

/** Every snippet of the documentation and the README. */
export const SNIPPETS: readonly Snippet[] = ['README.md', ...pages.toSorted()].flatMap(snippetsOf);

/** The snippets of these languages. */
export const inLanguages = (...languages: readonly string[]) =>
  SNIPPETS.filter(({ language }) => languages.includes(language));
