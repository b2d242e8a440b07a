// What a page of the documentation asks its reader to do, in its order.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const STEP =
  /^```(?<language>\w+)(?<marks>[^\n]*)\n(?<code>[\s\S]*?)^```$|^Replace `(?<target>[^`]+)` by\s+\[[^\]]*\]\((?<source>[^)]+)\)/gm;

function stepOf({ language = '', marks = '', code = '', target, source }, page) {
  if (target) return { kind: 'write', file: target, code: readFileSync(join(dirname(page), source), 'utf8') };
  const [, file] = /\bfile=(\S+)/.exec(marks) ?? [];
  if (file) return { kind: 'write', file, code };
  if (language !== 'sh') return null;
  const lines = code.split('\n').map((line) => line.replace(/\s+#.*$/, ''));
  return { kind: /\bruns\b/.test(marks) ? 'start' : 'run', lines: lines.filter((line) => line.trim()) };
}

/** The sections of a page: their headings and texts; that before the first heading has the title's. */
function sectionsOf(text) {
  return text.split(/^(?=#{1,2} )/m).map((section) => ({ heading: /^#+ (.*)/.exec(section)?.[1], section }));
}

/** The steps of a page, or of those of its sections that a reader follows. */
export function stepsOf(page, sections) {
  const followed = sectionsOf(readFileSync(page, 'utf8')).filter(
    ({ heading }) => !sections || sections.includes(heading),
  );
  if (sections && followed.length !== sections.length) throw new Error(`${page} lacks one of: ${sections.join(', ')}`);
  return followed.flatMap(({ section }) =>
    [...section.matchAll(STEP)].flatMap(({ groups }) => stepOf(groups, page) ?? []),
  );
}
