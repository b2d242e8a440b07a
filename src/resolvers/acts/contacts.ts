import type { TargetInput, UserError } from '../../../schema/acts/act.ts';
import type {
  ContactInput,
  ContactsInput,
  ContactsWrittenInput,
  DoNotCallInput,
} from '../../../schema/acts/contact.ts';
import type { ContactFacts, ContactWriting } from '../../adapters/acts/contact.ts';
import { CrosspointError, invalidArgument } from '../../adapters/errors.ts';
import { accountOf } from '../../gateway/account.ts';
import { dialable } from '../../gateway/numbers.ts';
import type { Context } from '../context.ts';
import { userError } from '../errors.ts';
import { findImport, importView } from '../progress.ts';
import type { ActHandlers } from './handlers.ts';
import { type ActPayload, keyOf, perform, sendAct, visible } from './perform.ts';

/** Contacts of one act that is done one by one. */
const MAX_ONE_BY_ONE = 50;
/** Contacts of an import, and numbers of an act on the do-not-call list. */
const MAX_IN_BULK = 50_000;

/** The account, and where it stores the contacts. */
interface Chosen {
  readonly account: string;
  readonly writing: ContactWriting;
}

/** The account of the list, the campaign or the `account` argument, which must agree. */
function chosen(context: Context, input: ContactsInput & Pick<ContactsWrittenInput, 'mode' | 'callNow'>): Chosen {
  const list = input.listId ? keyOf(context, 'ContactList', input.listId, 'input', 'listId') : null;
  const campaign = input.campaignId ? keyOf(context, 'Campaign', input.campaignId, 'input', 'campaignId') : null;
  const named = input.account ? accountOf(context, input.account) : null;
  const account = list?.account ?? campaign?.account ?? named;
  if (!account) throw invalidArgument('A list, a campaign or an account is needed', 'input', 'account');
  if (campaign && campaign.account !== account) throw otherAccount(account, 'campaignId');
  if (named && named !== account) throw otherAccount(account, 'account');
  const { keyFields = null, mode, callNow } = input;
  const place = { list: list?.nativeId ?? null, campaign: campaign?.nativeId ?? null, keyFields };
  return { account, writing: { ...place, ...(mode != null && { mode }), ...(callNow && { callNow }) } };
}

function otherAccount(account: string, argument: string): CrosspointError {
  return invalidArgument(`This belongs to another account than ${account}`, 'input', argument);
}

function requireCount(count: number, most: number, argument: string): void {
  if (count === 0) throw invalidArgument(`${argument} is empty`, 'input', argument);
  if (count > most)
    throw invalidArgument(`${argument} has ${count} items; at most ${most} are allowed`, 'input', argument);
}

const CALLERS_NAMES: Readonly<Record<string, string>> = { list: 'listId', campaign: 'campaignId' };

/** Rewrites the argument path of an adapter's refusal to the input's names. */
async function withCallersPaths<Value>(run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (thrown) {
    const [word, ...more] = thrown instanceof CrosspointError ? (thrown.argumentPath ?? []) : [];
    if (!(thrown instanceof CrosspointError) || word === undefined || word === 'input') throw thrown;
    const { code, message, account, vendor, operation, vendorCode, retryable, details, cause } = thrown;
    const known = ['list', 'campaign', 'keyFields', 'mode', 'callNow'].includes(String(word)) && !more.length;
    const contact = word === 'contacts' ? ['input', 'contacts', ...more.slice(0, 1)] : undefined;
    const path = known ? ['input', CALLERS_NAMES[word] ?? word] : contact;
    const facts = { account, vendor, operation, vendorCode, retryable, details, cause, ...(path && { path }) };
    throw new CrosspointError(code, message, facts);
  }
}

/** A contact with dialable numbers, or the error of its first invalid number. */
function readContact({ numbers, name, fields }: ContactInput, at: number): ContactFacts | UserError {
  const dialled = numbers.map(dialable);
  const invalid = dialled.indexOf(null);
  if (invalid < 0) return { numbers: dialled as string[], name: name ?? null, fields: fields ?? [] };
  return userError(invalidArgument('This is not a telephone number', 'input', 'contacts', at, 'numbers', invalid));
}

function isWrong(contact: ContactFacts | UserError): contact is UserError {
  return 'code' in contact;
}

/** Adds or removes contacts one by one; a refused one does not stop the others. */
function changeContacts(
  context: Context,
  role: 'contactsAdd' | 'contactsRemove',
  input: ContactsInput,
): Promise<ActPayload> {
  return perform(context, role, input, () => {
    requireCount(input.contacts.length, MAX_ONE_BY_ONE, 'contacts');
    const { account, writing } = chosen(context, input);
    const method = context.gateway.requireCapability(account, role, visible(context));
    const contacts = input.contacts.map(readContact);
    const good = contacts.flatMap((contact, at) => (isWrong(contact) ? [] : [{ contact, at }]));
    return {
      act: async () => {
        const facts = good.map(({ contact }) => contact);
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, facts, writing, {}));
        const added = good.length ? await withCallersPaths(send) : [];
        const { outcomes, batch } = 'outcomes' in added ? added : { outcomes: added, batch: null };
        const refused = outcomes.flatMap((error, index) =>
          error ? [{ ...userError(error), path: ['input', 'contacts', String(good[index]?.at)] }] : [],
        );
        const done = outcomes.filter((error) => error === null).length;
        const begun = batch === null ? null : await importNow(context, account, batch);
        return { payload: { done, import: begun }, partialErrors: inOrder([...contacts.filter(isWrong), ...refused]) };
      },
      reread: async () => ({ done: null }),
    };
  });
}

function inOrder(errors: readonly UserError[]): UserError[] {
  return errors.toSorted((one, other) => Number(one.path?.[2]) - Number(other.path?.[2]));
}

/** Imports contacts. An unreadable number is sent as given, and the vendor refuses its row in the import's result. */
function importContacts(context: Context, input: ContactsWrittenInput): Promise<ActPayload> {
  return perform(context, 'contactsImport', input, () => {
    requireCount(input.contacts.length, MAX_IN_BULK, 'contacts');
    const { account, writing } = chosen(context, input);
    const method = context.gateway.requireCapability(account, 'contactsImport', visible(context));
    const facts = input.contacts.map(({ numbers, name, fields }) => ({
      numbers: numbers.map((number) => dialable(number) ?? number),
      name: name ?? null,
      fields: fields ?? [],
    }));
    let begun: string | null = null;
    return {
      act: async () => {
        const send = () => sendAct(context, account, (adapter) => method.call(adapter, facts, writing, {}));
        begun = (await withCallersPaths(send)).nativeId;
        return undefined;
      },
      reread: async () => ({ import: begun && (await importNow(context, account, begun)) }),
    };
  });
}

/** Cancels an import and answers how it stands then. */
function cancelImport(context: Context, input: TargetInput): Promise<ActPayload> {
  return perform(context, 'contactImportCancel', input, () => {
    const { account, nativeId } = keyOf(context, 'ContactImport', input.id, 'input', 'id');
    const method = context.gateway.requireCapability(account, 'contactImportCancel', visible(context));
    return {
      act: async () => {
        await sendAct(context, account, (adapter) => method.call(adapter, nativeId, {}, {}));
        return undefined;
      },
      reread: async () => ({ import: await importNow(context, account, nativeId) }),
    };
  });
}

/** The import as it is now; RUNNING where the vendor does not list it yet. */
async function importNow(context: Context, account: string, nativeId: string): Promise<object> {
  const found = await findImport(context, { type: 'ContactImport', account, nativeId }).catch(() => null);
  return found ?? importView(context, account, { nativeId, running: true, done: 0, failed: 0, refused: [] });
}

/** Adds numbers to the do-not-call list or takes them off; one that is none keeps all of them away. */
function changeDoNotCall(
  context: Context,
  role: 'doNotCallAdd' | 'doNotCallRemove',
  input: DoNotCallInput,
): Promise<ActPayload> {
  return perform(context, role, input, () => {
    const account = accountOf(context, input.account);
    requireCount(input.numbers.length, MAX_IN_BULK, 'numbers');
    const method = context.gateway.requireCapability(account, role, visible(context));
    const numbers = dialledAll(input.numbers, 'input', 'numbers');
    return {
      act: async () => {
        const { changed } = await sendAct(context, account, (adapter) => method.call(adapter, numbers, {}));
        return { payload: { changed } };
      },
      reread: async () => ({ changed: null }),
    };
  });
}

/** Numbers as they are dialled, each once; one that is none is refused, naming it. */
function dialledAll(numbers: readonly string[], ...path: string[]): string[] {
  const dialled = numbers.map(dialable);
  const position = dialled.indexOf(null);
  if (position >= 0) throw invalidArgument('This is not a telephone number', ...path, position);
  return [...new Set(dialled as string[])];
}

/** How each act on contacts and the do-not-call list is carried out. */
export const contactHandlers = {
  contactsAdd: (context: Context, input: ContactsWrittenInput) => changeContacts(context, 'contactsAdd', input),
  contactsImport: importContacts,
  contactImportCancel: cancelImport,
  contactsRemove: (context: Context, input: ContactsInput) => changeContacts(context, 'contactsRemove', input),
  doNotCallAdd: (context: Context, input: DoNotCallInput) => changeDoNotCall(context, 'doNotCallAdd', input),
  doNotCallRemove: (context: Context, input: DoNotCallInput) => changeDoNotCall(context, 'doNotCallRemove', input),
} satisfies ActHandlers;
