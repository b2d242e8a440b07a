// Refuses names and sentences that have to be decoded, and files too long to read at once.
// `node scripts/check-language.mjs [path ...]` limits the report to paths that begin so; `--prose` refuses idioms of comments
// and messages too.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const BANNED = new Set(
  (
    'told untold tell tells telling hear hears heard unheard hearing overheard kept unkept keeping keepings whoever ' +
    'whatever nobody somebody everybody besides doubt doubts doubted doubtful wish wishes wished patience thing things ' +
    'odd oddly strained happening happenings seat seats seated shelf shelves bell bells ruler purse book books hint ' +
    'hints stranger strangers outdone surroundings troublemaker farewell hollow teachable asleep luck lucky murder nasty ' +
    'lonely obliging deeds nobodys surest newcomer newcomers rouse nudge hasty hurried murderous stubborn'
  ).split(' '),
);
/** Words that are allowed as a part of a name, but not alone. */
const BANNED_ALONE = new Set(['own', 'held']);
/** Words that are banned in sequence. */
const BANNED_PAIRS = ['look after', 'let go', 'go alone'];
/** JavaScript's words, the state of a call on hold, and the annotations of the Model Context Protocol. */
const ALLOWED = new Set(
  'hasOwn getOwnPropertyDescriptor HELD readOnlyHint destructiveHint idempotentHint openWorldHint'.split(' '),
);
/** Idioms of comments, messages and test titles that stand for a technical term. */
const IDIOMS = new RegExp(
  '\\b(?:whoever|whatever|nobody|somebody|everybody|besides|told|tells?|telling|hears?|heard|overheard|kept|held|lets? go|looks? after|' +
    'patience|wish(?:es|ed)?|to the letter|knows? of|g(?:ives?|iven) up|go(?:es)? on|doubt(?:ful|s|ed)?|of no (?:use|effect)|things?|strangers?|odd|in hand|in vain|surest|newcomers?)\\b',
  'gi',
);
/** Calls on hold, classes of style, instructions of XML, and the words of vendors in quotation marks. */
const PLAIN = new RegExp(
  [
    'calls? (?:is |was )?held\\b',
    '[Hh]eld calls?',
    '\\d+ held\\b',
    '\\bHELD\\b',
    'Hold Held',
    'tone-held',
    '<\\?go on\\?>',
    '\x60[^\x60]*\x60',
  ].join('|'),
  'g',
);
const PROSE = /^\s*(?:\/\*\*?|\*|\/\/).*|\s\/\/ .*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\x60(?:[^\x60\\]|\\.)*\x60/g;
/** Texts of more than one line: templates, and the children of elements of React. */
const SEVERAL_LINES = /\x60[^\x60]*\n[^\x60]*\x60|(?<=<\/?[\w.]+[^<>]*>)[^<>{}=;()]*\n[^<>{}=;()]*(?=<)/g;
const PRODUCT = /^(src|schema|console|packages)\//;
/** A sentence of documentation that begins with a question word instead of the term; open questions of guides may. */
const QUESTION = /^\s*(?:\/\*\*?|\*|\/\/) What |(?<=(?<!\bopen: )['"\x60])What [a-z]/;
/** Emitted files, documents of vendors and clients, and this list of the refused words. */
const NOT_OURS = /\/(fixtures|generated)\/|^scripts\/check-language\.mjs$/;
/** Chapters copied from the guides: their names are the vendors', and their length is the guide's. */
const CHAPTER = /^src\/adapters\/[\w-]+\/contract\//;
const LONGEST_FILE = 250;
const LONGEST_TEST = 300;

const withProse = process.argv.includes('--prose');
const limits = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const FOLDERS = ['src', 'schema', 'console', 'packages', 'examples', 'test', 'bench', 'scripts'];
const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n');
const files = tracked.filter(
  (file) => FOLDERS.includes(file.split('/')[0]) && /\.(ts|tsx|mts|mjs)$/.test(file) && !NOT_OURS.test(file),
);
/** Texts for people that are no programs. The changelog quotes names that are gone, pages of vendors are emitted. */
const texts = tracked.filter(
  (file) =>
    /\.(md|css|ya?ml|html|tpl|service|sh|py)$|(^|\/)Dockerfile$|^\.ci\//.test(file) &&
    !/^CHANGELOG\.md$|^docs\/vendors\/|\/fixtures\//.test(file),
);
const reported = (file) => limits.length === 0 || limits.some((limit) => file.startsWith(limit));

/** The source without comments and texts, each replaced by as many line breaks as it had. */
function code(text) {
  const blank = (found) => found.replace(/[^\n]/g, ' ');
  return text
    .replace(/\/\*[\s\S]*?\*\//g, blank)
    .replace(/(^|\s)\/\/.*/g, blank)
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, blank)
    .replace(/`(?:[^`\\]|\\.)*`/g, blank);
}

function partsOf(name) {
  return (name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((part) => part.toLowerCase());
}

function idiomsOf(prose) {
  return [...prose.replace(PLAIN, '').matchAll(IDIOMS)].map(([idiom]) => idiom.toLowerCase());
}

/** The idioms in the comments and messages of a file. */
function idiomsIn(file, text) {
  const found = new Set();
  for (const line of text.split('\n')) {
    if (PRODUCT.test(file) && QUESTION.test(line)) found.add('What …');
    for (const prose of line.match(PROSE) ?? [])
      if (/\s/.test(prose.trim())) for (const idiom of idiomsOf(prose)) found.add(idiom);
  }
  for (const prose of text.match(SEVERAL_LINES) ?? []) for (const idiom of idiomsOf(prose)) found.add(idiom);
  return [...found];
}

function isBanned(parts) {
  if (parts.some((part) => BANNED.has(part))) return true;
  if (parts.length === 1) return BANNED_ALONE.has(parts[0]);
  return BANNED_PAIRS.some((pair) => ` ${parts.join(' ')} `.includes(` ${pair} `));
}

const problems = [];
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  if (withProse) for (const idiom of idiomsIn(file, text)) problems.push([file, `prose "${idiom}"`]);
  if (CHAPTER.test(file)) continue;
  const length = text.split('\n').length - 1;
  const most = file.startsWith('test/') ? LONGEST_TEST : LONGEST_FILE;
  if (length > most) problems.push([file, `${length} lines; ${most} at most`]);
  const seen = new Set();
  for (const [name] of code(text).matchAll(/[A-Za-z_$][\w$]*/g)) {
    if (seen.has(name) || ALLOWED.has(name)) continue;
    seen.add(name);
    const parts = partsOf(name);
    if (isBanned(parts)) problems.push([file, `name ${name}`]);
  }
}

if (withProse)
  for (const file of texts)
    for (const idiom of new Set(idiomsOf(readFileSync(file, 'utf8')))) problems.push([file, `prose "${idiom}"`]);

const shown = problems.filter(([file]) => reported(file)).sort(([one], [other]) => one.localeCompare(other));
for (const [file, problem] of shown) console.log(`${file}: ${problem}`);
console.log(`${shown.length} problems of language`);
process.exitCode = shown.length > 0 ? 1 : 0;
