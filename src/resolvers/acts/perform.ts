import type { ActInput, UserError } from '../../../schema/acts/act.ts';
import type { ErrorCode } from '../../../schema/vocabulary.ts';
import { mayUseAccount } from '../../access/caller.ts';
import { type NodeKey, notFound, readId, readIdOf } from '../../access/global-id.ts';
import type { Adapter } from '../../adapters/adapter.ts';
import { asCrosspointError, invalidArgument } from '../../adapters/errors.ts';
import { accountOf } from '../../gateway/account.ts';
import type { Context } from '../context.ts';
import { userError } from '../errors.ts';
import { auditAct } from './audit-act.ts';
import { readPayload, writePayload } from './payload-codec.ts';

/** The argument of every act. */
export const INPUT = { description: 'Target and parameters of the mutation.' } as const;

/** The payload of an act: the changed node under its field name, and the errors. */
export type ActPayload = { readonly userErrors: readonly UserError[] } & Readonly<Record<string, unknown>>;

/** The result of an act. */
export interface ActResult {
  /** Fields of the payload. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Errors of the parts that were refused. */
  readonly partialErrors?: UserError | readonly UserError[];
}

/** One act: how it is sent, and how its target is read again. */
export interface ActPlan {
  /** Sends it, once. */
  act(): Promise<ActResult | undefined>;
  /** Reads the target again, whether the act succeeded or not. */
  reread(): Promise<Readonly<Record<string, unknown>>>;
}

/** Runs an act at most once for its key; the payload has the errors and the target, read again. */
export function perform(
  context: Context,
  name: string,
  input: ActInput,
  plan: () => Promise<ActPlan> | ActPlan,
): Promise<ActPayload> {
  const { idempotencyKey, ...rest } = input;
  const run = () => auditAct(context, name, input, () => performOnce(context, plan));
  const done =
    idempotencyKey == null
      ? run().then(({ answer }) => answer)
      : performKeyed(context, name, idempotencyKey, rest, run);
  return done.catch((thrown: unknown) => {
    const error = asCrosspointError(thrown);
    if (error.code === 'INTERNAL') throw thrown;
    return { userErrors: [userError(error)] };
  });
}

/** Runs an act on something of the gateway itself, of which no vendor is asked. */
export function performLocal(
  context: Context,
  name: string,
  input: ActInput,
  run: () => Promise<Readonly<Record<string, unknown>>>,
): Promise<ActPayload> {
  return perform(context, name, input, () => ({
    act: async () => ({ payload: await run() }),
    reread: async () => ({}),
  }));
}

/** A payload, and whether the act may have been done. */
interface Performed {
  readonly answer: ActPayload;
  readonly begun: boolean;
}

/** Codes of acts that were not done and may be tried again under the same key. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['RATE_LIMITED', 'TIMEOUT', 'UNAVAILABLE']);

function leftUndone(thrown: unknown): boolean {
  const { code, retryable } = asCrosspointError(thrown);
  return retryable && PASSING.has(code);
}

async function performKeyed(
  context: Context,
  name: string,
  key: string,
  input: object,
  run: () => Promise<Performed>,
): Promise<ActPayload> {
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw invalidArgument('idempotencyKey is 1 to 200 printable characters', 'input', 'idempotencyKey');
  }
  refuseForeign(context, input, ['input']);
  const again = (written: string) => readPayload(context, written);
  return context.idempotency.once(context.caller.id, name, key, input, { run, write: writePayload, again });
}

/** A replay passes the gate of the act itself: ids and accounts of the input that the caller may not use do not exist. */
function refuseForeign(context: Context, value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') {
    const key = path.at(-1) === 'account' ? null : readId(value);
    if (key && !mayUseAccount(context.caller, key.account)) throw notFound(key.type, path);
    if (path.at(-1) === 'account') accountOf(context, value, path);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) refuseForeign(context, inner, [...path, name]);
  }
}

async function performOnce(context: Context, makePlan: () => Promise<ActPlan> | ActPlan): Promise<Performed> {
  const userErrors: UserError[] = [];
  const refused = (thrown: unknown) => {
    const error = asCrosspointError(thrown);
    if (error.code === 'INTERNAL') throw thrown;
    userErrors.push(userError(error));
    return undefined;
  };
  const plan = await Promise.resolve().then(makePlan).catch(refused);
  if (!plan) return { answer: { userErrors }, begun: false };
  let begun = true;
  const done = await plan.act().catch((thrown: unknown) => {
    begun = !leftUndone(thrown);
    return refused(thrown);
  });
  if (done?.partialErrors) userErrors.push(...[done.partialErrors].flat());
  context.requestCache.forget();
  const now = await plan.reread().catch(() => ({}));
  return { answer: { ...now, ...done?.payload, userErrors }, begun };
}

/** Sends an act to an account and drops the account's cached lists, also when it fails. */
export async function sendAct<Value>(
  context: Context,
  account: string,
  act: (adapter: Adapter) => Promise<Value>,
): Promise<Value> {
  try {
    return await context.gateway.ask(account, act);
  } finally {
    context.gateway.invalidateAfterMutation(account);
  }
}

/** The key in an id. Throws NOT_FOUND when its account is unknown to the caller. */
export function keyOf(context: Context, type: NodeKey['type'], id: string, ...path: string[]): NodeKey {
  const key = readIdOf(type, id, ...path);
  if (mayUseAccount(context.caller, key.account) && context.gateway.account(key.account)) return key;
  throw notFound(type, path);
}

/** Whether the caller may see an account. */
export const visible = (context: Context) => (account: string) => mayUseAccount(context.caller, account);
