import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ActInput, TargetInput } from '../../../schema/acts/act.ts';
import { ACTS, type ActName } from '../../../schema/acts/acts.ts';
import { ACT_TYPES } from '../../../schema/acts/types.ts';
import type { Context } from '../context.ts';
import { agentHandlers } from './agents.ts';
import { callbackHandlers } from './callbacks.ts';
import { callHandlers } from './calls.ts';
import { campaignHandlers } from './campaigns.ts';
import { contactHandlers } from './contacts.ts';
import type { ActHandler, ActHandlers } from './handlers.ts';
import { type ActPayload, INPUT } from './perform.ts';
import { recordingHandlers } from './recordings.ts';
import { reportHandlers } from './reports.ts';
import { actOn, isTargetAct } from './target-acts.ts';

const HANDLERS: ActHandlers = {
  ...campaignHandlers,
  ...agentHandlers,
  ...callHandlers,
  ...callbackHandlers,
  ...recordingHandlers,
  ...contactHandlers,
  ...reportHandlers,
};

/** Runs an act by the handler of its name, else as one on the call or campaign that its id names. */
function handlerOf(name: ActName): ActHandler<ActInput> {
  const handler = HANDLERS[name] as ActHandler<ActInput> | undefined;
  if (handler) return handler;
  if (isTargetAct(name)) return (context, input) => actOn(context, name, input as TargetInput);
  throw new Error(`The act ${name} has no handler`);
}

/** The mutations of the acts, one for each declaration. */
@Resolver()
export class ActMutations {}

for (const { name, input, payload } of ACT_TYPES) {
  const handler = handlerOf(name);
  const { description } = ACTS[name];
  const method = (context: Context, given: ActInput): Promise<ActPayload> => handler(context, given);
  const descriptor = { value: method, configurable: true, writable: true };
  Object.defineProperty(ActMutations.prototype, name, descriptor);
  Ctx()(ActMutations.prototype, name, 0);
  Arg('input', () => input, INPUT)(ActMutations.prototype, name, 1);
  Mutation(() => payload, { description })(ActMutations.prototype, name, descriptor);
}
