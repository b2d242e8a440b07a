import type { ActInput, UserError } from '../../../schema/acts/act.ts';
import type { ErrorCode } from '../../../schema/vocabulary.ts';
import { mayKnow } from '../../access/caller.ts';
import { type NodeKey, readIdOf } from '../../access/global-id.ts';
import type { Adapter } from '../../adapters/adapter.ts';
import { asCrosspointError, invalidArgument } from '../../adapters/errors.ts';
import type { Context } from '../context.ts';
import { userError } from '../errors.ts';
import { readPayload, writePayload } from './payload-codec.ts';

/** What every act's argument says of itself. */
export const INPUT = { description: 'What to do it to, and how.' } as const;

/** What an act did: the thing as it is now under its payload's name, and what went wrong. */
export type ActPayload = { readonly userErrors: readonly UserError[] } & Readonly<Record<string, unknown>>;

/** What an act answered. */
export interface Done {
  /** Goes into the payload. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Set when it only half worked: what did not. */
  readonly half?: UserError | readonly UserError[];
}

/** One act: what it does, and how the changed thing is read again. */
export interface ActPlan {
  /** Does it, once. */
  act(): Promise<Done | undefined>;
  /** Reads what the act was on, whether it was done or not. */
  reread(): Promise<Readonly<Record<string, unknown>>>;
}

/** Runs an act at most once for its key, and puts what the vendor refused beside the thing as it now is. */
export function perform(
  context: Context,
  name: string,
  input: ActInput,
  plan: () => Promise<ActPlan> | ActPlan,
): Promise<ActPayload> {
  const { idempotencyKey, ...rest } = input;
  const run = () => performOnce(context, plan);
  if (idempotencyKey == null) return run().then(({ answer }) => answer);
  return performKeyed(context, name, idempotencyKey, rest, run).catch((thrown: unknown) => {
    const error = asCrosspointError(thrown);
    if (error.code === 'INTERNAL') throw thrown;
    return { userErrors: [userError(error)] };
  });
}

/** A payload, and whether the act may have been done. */
interface Performed {
  readonly answer: ActPayload;
  readonly begun: boolean;
}

/** What an act fails with that was not done, and that passes: whoever tries again does so under the same key. */
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
  const again = (written: string) => readPayload(context, written);
  return context.idempotency.once(context.caller.id, name, key, input, { run, write: writePayload, again });
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
  if (done?.half) userErrors.push(...[done.half].flat());
  context.requestCache.forget();
  const now = await plan.reread().catch(() => ({}));
  return { answer: { ...now, ...done?.payload, userErrors }, begun };
}

/** Tells an account to act. However it ends, what was read before is no longer good. */
export async function tell<Value>(
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

/** The account behind an id; one the caller may not know of does not exist. */
export function keyOf(context: Context, type: NodeKey['type'], id: string, ...path: string[]): NodeKey {
  const key = readIdOf(type, id, ...path);
  const known = mayKnow(context.caller, key.account) && context.gateway.account(key.account);
  return known ? key : readIdOf(type, '', ...path);
}

export const visible = (context: Context) => (account: string) => mayKnow(context.caller, account);
