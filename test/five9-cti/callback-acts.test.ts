/** Callbacks at the desks: how one is added, snoozed and dismissed, in the units of the account. */
import { describe, expect, it } from 'vitest';
import { createActs } from '../../src/adapters/five9-cti/acts.ts';
import { refusal, refused, START, unitDesks } from './unit-desks.ts';

function acting(choices: Parameters<typeof unitDesks>[0] = {}) {
  const world = unitDesks(choices);
  return { ...world, acts: createActs(world.desks) };
}

describe('a callback', () => {
  const dueAt = new Date(START).toISOString();

  it('that is added is the new one of its number', async () => {
    const { acts, replies, sent } = acting();
    const add = async (after: object[], more: object = {}) => {
      replies.getCallbacks = () => [{ id: '1', number: '555' }];
      replies.addCallback = () => {
        replies.getCallbacks = () => [{ id: '1', number: '555' }, ...after];
      };
      return acts.callbackAdd('ann', { number: '555', dueAt, ...more }, {});
    };
    expect(
      await add([
        { id: '2', number: '555' },
        { id: '3', number: '556' },
      ]),
    ).toEqual({ nativeId: 'ann/2' });
    const shown = (what: string) => ({
      code: 'OUTCOME_UNKNOWN',
      message: `The vendor accepted the callback, and its list ${what}; read the callbacks before repeating it`,
    });
    expect(await refused(add([]))).toEqual(shown('does not show it'));
    expect(
      await refused(
        add([
          { id: '2', number: '555' },
          { id: '3', number: '555' },
        ]),
      ),
    ).toEqual(shown('shows several new ones of that number'));
    await add([{ id: '2', number: '555' }], { comments: 'x' });
    const stored = { number: '555', duedate: String(START) };
    expect([sent()[0], sent().at(-1)]).toEqual([
      ['addCallback', { ...stored, comments: null }],
      ['addCallback', { ...stored, comments: 'x' }],
    ]);
    replies.addCallback = () => {
      replies.getCallbacks = () => Promise.reject(refusal('UNAVAILABLE'));
    };
    replies.getCallbacks = () => [];
    expect(await refused(acts.callbackAdd('ann', { number: '555', dueAt }, {}))).toEqual(shown('does not show it'));
  });

  it('is due and snoozed by milliseconds or seconds, as the account reads the guide', async () => {
    for (const [unit, duedate, time] of [
      ['milliseconds', `${START}`, '3600000'],
      ['seconds', `${START / 1_000}`, '3600'],
    ]) {
      const { acts, replies, sent } = acting({ readings: { durations: unit ?? '', moments: unit ?? '' } });
      replies.getCallbacks = () => [{ id: '1', number: '5' }];
      await acts.callbackSnooze('ann/1', { seconds: 3_600 }, {});
      await refused(acts.callbackAdd('ann', { number: '555', dueAt }, {}));
      expect(sent(), unit).toEqual([
        ['snoozeCallback', { id: '1', time }],
        ['addCallback', { number: '555', duedate, comments: null }],
      ]);
    }
  });

  it('that the desk lists is snoozed or dismissed, in the unit of the account', async () => {
    const { acts, replies, sent } = acting({ readings: { durations: 'seconds', moments: 'seconds' } });
    replies.getCallbacks = () => [{ id: '1', number: '5' }];
    await acts.callbackSnooze('ann/1', { seconds: 90 }, {});
    await acts.callbackDismiss('ann/1', {}, {});
    const unlisted = { code: 'NOT_FOUND', message: 'The desk of the agent lists no such callback' };
    expect(await refused(acts.callbackSnooze('ann/2', { seconds: 90 }, {}))).toEqual(unlisted);
    expect(await refused(acts.callbackDismiss('ann/2', {}, {}))).toEqual(unlisted);
    expect(sent()).toEqual([
      ['snoozeCallback', { id: '1', time: '90' }],
      ['dismissCallback', { id: '1' }],
    ]);
    expect((await acts.callbacks({ nativeIds: ['ann/1'] }, {})).items).toMatchObject([{ nativeId: 'ann/1' }]);
    expect((await acts.callbacks({ nativeIds: ['bob/1'] }, {})).items).toEqual([]);
  });
});
