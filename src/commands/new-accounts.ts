import { CrosspointError } from '../adapters/errors.ts';
import { ACCOUNT_TEMPLATES, type AccountQuestion } from './account-templates.ts';
import { UsageError } from './usage-error.ts';

/** An account as `crosspoint init` writes it, with references in place of secrets. */
export interface NewAccount {
  readonly id: string;
  readonly vendor: string;
  readonly [setting: string]: unknown;
}

/** Asks a person one question; resolves with the answer. */
export type AskQuestion = (question: string) => Promise<string>;

const refusal = (message: string) => new UsageError(message);

const VENDOR_KEYS = Object.keys(ACCOUNT_TEMPLATES).join(', ');

function templateOf(vendor: string, place: string) {
  const template = Object.hasOwn(ACCOUNT_TEMPLATES, vendor) ? ACCOUNT_TEMPLATES[vendor] : undefined;
  if (template) return template;
  throw refusal(`${place} must name one of the vendors ${VENDOR_KEYS}`);
}

/** The beginning of the names of an account's environment variables. */
const prefixOf = (id: string) => id.toUpperCase().replace(/^(?=\d)|[^A-Z0-9]+/g, '_');

/** The reference to an account's secret in the environment, such as `${WFO_TOKEN}`. */
const secretOf = (id: string) => (name: string) => `\${${prefixOf(id)}_${name}}`;

/** Refuses an id whose secrets would be those of another account. */
function checkPrefix(id: string, taken: ReadonlySet<string>): void {
  const twin = [...taken].find((other) => prefixOf(other) === prefixOf(id));
  if (twin !== undefined) throw refusal(`The accounts ${twin} and ${id} would share environment variables: rename one`);
}

function accountOf(id: string, vendor: string, url: string, answers: Readonly<Record<string, string>>): NewAccount {
  return { id, vendor, ...templateOf(vendor, '--account').settings(url, answers, secretOf(id)) };
}

/** An id that no account has yet: the vendor's key, or that and a number. */
function freeId(vendor: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? vendor : `${vendor}-${number}`;
    if (!taken.has(id)) return id;
  }
}

type Answers = Record<string, string>;

/** The values of --set by the id of the account. */
function answersById(settings: readonly string[]): Map<string, Answers> {
  const byId = new Map<string, Answers>();
  for (const setting of settings) {
    const [, id = '', key = '', value = ''] = /^([\w.-]+)\.(\w+)=(.+)$/s.exec(setting) ?? [];
    if (!id) throw refusal('--set must be ID.KEY=VALUE, such as dialler.userId=12');
    byId.set(id, { ...byId.get(id), [key]: value });
  }
  return byId;
}

function checkedAnswers(id: string, vendor: string, given: Answers): Answers {
  const { questions } = templateOf(vendor, '--account');
  const unknown = Object.keys(given).find((key) => !questions.some((question) => question.key === key));
  if (unknown !== undefined)
    throw refusal(
      `--set ${id}.${unknown}: init sets ${questions.map(({ key }) => key).join(', ')} of ${vendor}; other settings are written in the file`,
    );
  const missing = questions.find(({ key, usual }) => given[key] === undefined && usual === undefined);
  if (missing) throw refusal(`init needs --set ${id}.${missing.key}=VALUE: ${missing.text}`);
  return { ...Object.fromEntries(questions.map(({ key, usual = '' }) => [key, usual])), ...given };
}

/** The accounts that the flags describe. */
export function accountsOfFlags(accounts: readonly string[], settings: readonly string[]): NewAccount[] {
  const answers = answersById(settings);
  const taken = new Set<string>();
  const made = accounts.map((text) => {
    const [, named, vendor = '', url = ''] = /^(?:([\w.-]+):)?([\w-]+)=(.+)$/s.exec(text) ?? [];
    if (!vendor) throw refusal('--account must be VENDOR=URL or ID:VENDOR=URL, such as wfo:recorder=tcp://10.1.2.30');
    templateOf(vendor, '--account');
    const id = named ?? freeId(vendor, taken);
    checkPrefix(id, taken);
    taken.add(id);
    return accountOf(id, vendor, url, checkedAnswers(id, vendor, answers.get(id) ?? {}));
  });
  const stray = [...answers.keys()].find((id) => !taken.has(id));
  if (stray !== undefined) throw refusal(`--set ${stray}: there is no such account among those of --account`);
  return made;
}

/** Asks until there is an answer, or what is usual. */
async function answerTo(ask: AskQuestion, text: string, usual?: string): Promise<string> {
  for (;;) {
    const answer = (await ask(`${text}${usual ? ` [${usual}]` : ''}: `)).trim();
    if (answer) return answer;
    if (usual !== undefined) return usual;
  }
}

async function answersTo(ask: AskQuestion, questions: readonly AccountQuestion[]): Promise<Answers> {
  const answers: Answers = {};
  for (const { key, text, usual } of questions) answers[key] = await answerTo(ask, text, usual);
  return answers;
}

async function askAccount(ask: AskQuestion, vendor: string, made: readonly NewAccount[]): Promise<NewAccount> {
  const { exampleUrl, questions } = templateOf(vendor, 'The answer');
  const taken = new Set(made.map((account) => account.id));
  const id = await answerTo(ask, 'Id of the account, a part of the ids of its objects', freeId(vendor, taken));
  checkPrefix(id, taken);
  const url = await answerTo(ask, `URL, such as ${exampleUrl}`);
  return accountOf(id, vendor, url, await answersTo(ask, questions));
}

/**
 * Asks for the accounts, at least one, until the vendor is left empty. What is refused, also by `check`, is asked again
 * after the reason.
 */
export async function askAccounts(
  ask: AskQuestion,
  check: (accounts: readonly NewAccount[]) => void,
): Promise<NewAccount[]> {
  const made: NewAccount[] = [];
  let reason = '';
  for (;;) {
    const more = made.length ? 'Vendor of another account; empty when there are no more' : `Vendor (${VENDOR_KEYS})`;
    const vendor = await answerTo(ask, `${reason}${more}`, made.length ? '' : undefined);
    if (!vendor) return made;
    try {
      const account = await askAccount(ask, vendor, made);
      check([...made, account]);
      made.push(account);
      reason = '';
    } catch (thrown) {
      if (!(thrown instanceof CrosspointError)) throw thrown;
      reason = `${thrown.message}\n`;
    }
  }
}
