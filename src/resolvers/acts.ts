import type {
  ActInput,
  CallDialInput,
  CallDisposeInput,
  RecordingAnnotateInput,
  RecordingTargetInput,
  TargetInput,
} from '../../schema/inputs.ts';
import type { UserError } from '../../schema/payloads.ts';
import type { Adapter, CallRecord, RecordingOutcome } from '../adapters/adapter.ts';
import { asCrosspointError, CrosspointError, invalidArgument } from '../adapters/errors.ts';
import { type Context, mayKnow } from './context.ts';
import { userError } from './errors.ts';
import { type NodeKey, readIdOf } from './ids.ts';
import { findAgent, findCall, findCampaignNode } from './nodes.ts';
import { dialable } from './numbers.ts';
import { recordingTarget } from './targets.ts';

/** What an act did: the thing as it is now under its payload's name, and what went wrong. */
export type ActPayload = { readonly userErrors: readonly UserError[] } & Readonly<Record<string, unknown>>;

/** What an act answered. */
interface Done {
  /** Goes into the payload. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Set when it only half worked. */
  readonly half?: UserError;
}

/** One act: what it does, and how the changed thing is read again. */
interface Plan {
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
  plan: () => Promise<Plan> | Plan,
): Promise<ActPayload> {
  const { idempotencyKey, ...rest } = input;
  const run = () => performOnce(context, plan);
  if (idempotencyKey == null) return run();
  if (!/^[\x21-\x7e]{1,200}$/.test(idempotencyKey)) {
    const error = new CrosspointError('INVALID_ARGUMENT', 'idempotencyKey is 1 to 200 printable characters', {
      path: ['input', 'idempotencyKey'],
    });
    return Promise.resolve({ userErrors: [userError(error)] });
  }
  const key = JSON.stringify([context.caller.id, name, idempotencyKey]);
  try {
    return context.idempotency.once(key, JSON.stringify(rest), run);
  } catch (error) {
    return Promise.resolve({ userErrors: [userError(asCrosspointError(error))] });
  }
}

async function performOnce(context: Context, makePlan: () => Promise<Plan> | Plan): Promise<ActPayload> {
  const userErrors: UserError[] = [];
  const refused = (thrown: unknown) => {
    const error = asCrosspointError(thrown);
    if (error.code === 'INTERNAL') throw thrown;
    userErrors.push(userError(error));
    return undefined;
  };
  const plan = await Promise.resolve().then(makePlan).catch(refused);
  if (!plan) return { userErrors };
  const done = await plan.act().catch(refused);
  if (done?.half) userErrors.push(done.half);
  context.operation.forget();
  const now = await plan.reread().catch(() => ({}));
  return { ...now, ...done?.payload, userErrors };
}

/** Tells an account to act. However it ends, what was read before is no longer good. */
async function tell<Value>(
  context: Context,
  account: string,
  act: (adapter: Adapter) => Promise<Value>,
): Promise<Value> {
  try {
    return await context.gateway.ask(account, act);
  } finally {
    context.gateway.forget(account);
  }
}

/** The account behind an id; one the caller may not know of does not exist. */
function keyOf(context: Context, type: NodeKey['type'], id: string, ...path: string[]): NodeKey {
  const key = readIdOf(type, id, ...path);
  const known = mayKnow(context.caller, key.account) && context.gateway.account(key.account);
  return known ? key : readIdOf(type, '', ...path);
}

const visible = (context: Context) => (account: string) => mayKnow(context.caller, account);

/** The acts that name one thing and hand the vendor its key. */
type PlainRole =
  | 'campaignStart'
  | 'campaignStop'
  | 'campaignForceStop'
  | 'campaignPause'
  | 'campaignResume'
  | 'campaignReset'
  | 'callHangup'
  | 'callHold'
  | 'callRetrieve'
  | 'callDispose';

const THINGS = {
  campaign: { type: 'Campaign', find: findCampaignNode },
  call: { type: 'Call', find: findCall },
} as const;

/** An act on a campaign or a call. */
export function actOn(
  context: Context,
  thing: keyof typeof THINGS,
  role: PlainRole,
  input: TargetInput,
): Promise<ActPayload> {
  const { type, find } = THINGS[thing];
  return perform(context, role, input, async () => {
    const key = keyOf(context, type, input.id, 'input', 'id');
    const { idempotencyKey: _, id: __, ...more } = input;
    const act = context.gateway.capable(key.account, role, visible(context)) as (
      target: string,
      input: object,
      ask: object,
    ) => Promise<void>;
    const before = role === 'callDispose' ? await findCall(context, key) : null;
    return {
      act: async () => {
        await tell(context, key.account, (adapter) => act.call(adapter, key.nativeId, more, {}));
        if (before) disposed(context, key.account, before.record, (more as CallDisposeInput).disposition);
        return undefined;
      },
      reread: async () => ({ [thing]: await find(context, key) }),
    };
  });
}

/** A vendor forgets a call that is disposed; what was known of it stays, as ended. */
function disposed({ gateway }: Context, account: string, call: CallRecord, disposition: string): void {
  const endedAt = call.endedAt ?? gateway.now().toISOString();
  gateway.recentCalls.observe(account, { ...call, state: 'ENDED', endedAt, disposition });
}

/** The identity of an agent at an account that can do something: the one that is on duty, if any. */
async function identityAble<R extends 'callDial' | 'agentSetReady' | 'agentSetNotReady'>(
  context: Context,
  agentId: string,
  role: R,
  path: string,
) {
  const key = keyOf(context, 'Agent', agentId, 'input', path);
  const book = await context.operation.book();
  const person = book.identified(key.account, key.nativeId) ?? readIdOf('Agent', '', 'input', path);
  const identities =
    'identities' in person ? person.identities.filter(({ account }) => mayKnow(context.caller, account)) : [];
  const able = identities.filter(({ account }) => context.gateway.account(account)?.roles.includes(role));
  const chosen = able.find(({ record }) => record.presence && record.presence !== 'LOGGED_OUT') ?? able[0];
  const account = chosen?.account ?? key.account;
  return {
    key,
    account,
    nativeId: chosen?.record.nativeId ?? key.nativeId,
    method: context.gateway.capable(account, role, visible(context)),
  };
}

/** Makes an agent ready or not ready, at the telephony vendor the agent works on. */
export function actOnAgent(
  context: Context,
  role: 'agentSetReady' | 'agentSetNotReady',
  input: TargetInput & { reasonCode?: string | null },
): Promise<ActPayload> {
  return perform(context, role, input, async () => {
    const { key, account, nativeId, method } = await identityAble(context, input.id, role, 'id');
    return {
      act: async () => {
        await tell(context, account, (adapter) =>
          method.call(adapter, nativeId, { reasonCode: input.reasonCode ?? null }, {}),
        );
        return undefined;
      },
      reread: async () => {
        await context.gateway.directory.book({ maxAge: 0 });
        return { agent: await findAgent(context, key) };
      },
    };
  });
}

/** Places a call from an agent's phone. */
export function dial(context: Context, input: CallDialInput): Promise<ActPayload> {
  return perform(context, 'callDial', input, async () => {
    const number = dialable(input.number);
    if (!number) throw invalidArgument('number is not a telephone number', 'input', 'number');
    const { account, nativeId, method } = await identityAble(context, input.agentId, 'callDial', 'agentId');
    const campaign = input.campaignId ? await campaignName(context, input.campaignId, account) : null;
    let placed: NodeKey | null = null;
    return {
      act: async () => {
        const answer = await tell(context, account, (adapter) =>
          method.call(adapter, nativeId, { number, campaign }, {}),
        );
        if (!answer.call) return undefined;
        context.gateway.recentCalls.observe(account, answer.call);
        placed = { type: 'Call', account, nativeId: answer.call.nativeId };
        return undefined;
      },
      reread: async () => ({ call: placed && (await findCall(context, placed)) }),
    };
  });
}

/** A campaign as the dialling account knows it: by key where it is its own, else by name. */
async function campaignName(context: Context, campaignId: string, account: string): Promise<string> {
  const key = keyOf(context, 'Campaign', campaignId, 'input', 'campaignId');
  if (key.account === account) return key.nativeId;
  const campaign = await findCampaignNode(context, key);
  return campaign?.name ?? readIdOf('Campaign', '', 'input', 'campaignId').nativeId;
}

type RecordingRole = 'recordingStart' | 'recordingStop' | 'recordingPause' | 'recordingResume';

/** Starts, stops, pauses or resumes recording; the payload tells what the recorder confirmed. */
export function actOnRecording(
  context: Context,
  role: RecordingRole,
  input: RecordingTargetInput,
): Promise<ActPayload> {
  return perform(context, role, input, async () => {
    const { account, target, reread } = await recordingTarget(context, role, input);
    const method = context.gateway.capable(account, role, visible(context));
    return {
      act: async () => {
        const outcome = await tell(context, account, (adapter) => method.call(adapter, target, {}));
        return told(outcome, account);
      },
      reread,
    };
  });
}

/** What half worked is not reported as done. */
function told({ state, trouble }: RecordingOutcome, account: string): Done {
  if (!trouble) return { payload: { state } };
  const error = new CrosspointError('FAILED_PRECONDITION', trouble, { account });
  return { payload: { state }, half: userError(error) };
}

/** Writes custom fields of a recording. */
export function annotate(context: Context, input: RecordingAnnotateInput): Promise<ActPayload> {
  return perform(context, 'recordingAnnotate', input, async () => {
    if (!input.annotations.length) throw invalidArgument('annotations is empty', 'input', 'annotations');
    const { account, target, reread } = await recordingTarget(context, 'recordingAnnotate', input);
    const method = context.gateway.capable(account, 'recordingAnnotate', visible(context));
    const fields = Object.fromEntries(input.annotations.map(({ field, value }) => [field, value]));
    return {
      act: async () => {
        await tell(context, account, (adapter) => method.call(adapter, target, fields, {}));
        return undefined;
      },
      reread,
    };
  });
}
