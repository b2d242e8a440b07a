import type { ActInput } from '../../../schema/acts/act.ts';
import { readId } from '../../access/global-id.ts';
import { asCrosspointError } from '../../adapters/errors.ts';
import { type AuditedOperation, type AuditOutcome, unauditedOutcome } from '../audited-operation.ts';
import type { Context } from '../context.ts';
import { userError } from '../errors.ts';
import type { ActPayload } from './perform.ts';

/** Fields of a node that an act changes; numbers, names and other data of people stay out of the trail. */
const READ_BACK = ['state', 'recordingState', 'presence', 'active'];

/** Parameters that say where a recording went. */
const AUDITED_INPUT = ['toAddress', 'format'];

/** Every id of a node in an input, in its order. */
function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return readId(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
}

function accountIn(input: object, targets: readonly string[]): string | null {
  const { account } = input as { account?: unknown };
  const named = targets.map((id) => readId(id)?.account).find(Boolean);
  return typeof account === 'string' ? account : (named ?? null);
}

function entryOf(operation: string, { idempotencyKey, ...input }: ActInput): AuditedOperation {
  const targets = idsIn(input);
  const shown = Object.entries(input).filter(([field, value]) => AUDITED_INPUT.includes(field) && value != null);
  return {
    ...{ operation, account: accountIn(input, targets), targets },
    idempotencyKey: idempotencyKey ?? undefined,
    ...(shown.length && { input: Object.fromEntries(shown) }),
  };
}

/** Fields of a node in a payload, in its own words or those of its vendor record. */
function fieldsOf(name: string, node: unknown): [string, string][] {
  if (typeof node !== 'object' || node === null) return [];
  const fields = { ...(node as { record?: object }).record, ...node } as Readonly<Record<string, unknown>>;
  return READ_BACK.flatMap((field): [string, string][] => {
    const value = fields[field];
    return typeof value === 'string' || typeof value === 'boolean' ? [[`${name}.${field}`, String(value)]] : [];
  });
}

function outcomeOf({ userErrors, ...payload }: ActPayload): AuditOutcome {
  const readBack = Object.fromEntries(Object.entries(payload).flatMap(([name, node]) => fieldsOf(name, node)));
  return { outcome: userErrors[0]?.code ?? 'OK', readBack };
}

/** Runs an act and stores it in the audit trail before it is answered; not begun while the trail cannot be written. */
export async function auditAct<Done extends { readonly answer: ActPayload; readonly begun: boolean }>(
  { audit }: Pick<Context, 'audit'>,
  name: string,
  input: ActInput,
  run: () => Promise<Done>,
): Promise<Done> {
  if (!audit) return run();
  const entry = entryOf(name, input);
  await audit.ready();
  const done = await run().catch(async (thrown: unknown) => {
    await audit.write(entry, { outcome: asCrosspointError(thrown).code }).catch(() => undefined);
    throw thrown;
  });
  try {
    await audit.write(entry, outcomeOf(done.answer));
  } catch (cause) {
    if (done.begun) return { ...done, answer: { userErrors: [userError(unauditedOutcome(cause))] } };
  }
  return done;
}
