/** Steps on the callbacks of a desk: one is added, snoozed or dismissed. */
import { callbackKey } from './state.ts';
import type { Make } from './step.ts';

const NUMBER = '+16145550177';
const HOUR_MS = 3_600_000;

const addStep: Make = ({ floor }, random) => {
  const { centre } = floor;
  const person = random.pick(centre.people.filter(({ carrier }) => carrier === 'five9-cti'));
  const callbacks = floor.desk(person)?.storage.callbacks;
  if (!callbacks) return null;
  const before = new Set(callbacks.keys());
  const fresh = () => [...callbacks.values()].filter(({ id }) => !before.has(id));
  const due = new Date(centre.now().getTime() + HOUR_MS).toISOString();
  return {
    name: 'callbackAdd',
    input: { agentId: floor.agentId(person), number: NUMBER, dueAt: due },
    show: 'callback { number }',
    title: 'callbackAdd five9-cti',
    mustSucceed: true,
    mayChange: (change) => fresh().some(({ id }) => change === callbackKey(person, id)),
    wrongSuccess: ({ callback }) =>
      fresh().length === 1 && fresh()[0]?.number === NUMBER && callback?.number === NUMBER
        ? null
        : `the desk has ${fresh().length} new callbacks, and the answer shows ${callback?.number}`,
  };
};

function existingStep(name: 'callbackSnooze' | 'callbackDismiss'): Make {
  return ({ floor }, random) => {
    const person = random.pick(floor.centre.people.filter(({ carrier }) => carrier === 'five9-cti'));
    const storage = floor.desk(person)?.storage;
    const [listed] = storage?.callbacks.keys() ?? [];
    if (!storage || !listed) return null;
    const isListed = random.happens(0.8);
    const id = isListed ? listed : '0123456789';
    const before = storage.callbacks.get(id)?.dueDate;
    const isDone = () =>
      name === 'callbackDismiss' ? storage.dismissed.has(id) : storage.callbacks.get(id)?.dueDate !== before;
    return {
      name,
      input: {
        id: floor.callbackId(person, id),
        ...(name === 'callbackSnooze' && { seconds: random.pick([60, 900]) }),
      },
      show: 'callback { id }',
      title: `${name} five9-cti ${isListed ? 'listed' : 'not listed'}`,
      mustSucceed: isListed && name === 'callbackDismiss',
      mayChange: (change) => isListed && change === callbackKey(person, id),
      // A callback snoozed twice at one moment for the same while keeps its time.
      wrongSuccess: () => (isListed && (isDone() || name === 'callbackSnooze') ? null : 'the desk does not show it'),
    };
  };
}

/** Steps on callbacks. */
export const CALLBACK_STEPS: readonly Make[] = [
  addStep,
  existingStep('callbackSnooze'),
  existingStep('callbackDismiss'),
];
