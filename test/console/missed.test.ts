import { expect, test } from 'vitest';
import { missedText } from '../../console/live/missed.ts';
import { moment } from '../../console/parts/words.ts';

const [FROM, TO] = ['2026-03-02T15:00:00Z', '2026-03-02T15:01:30Z'];

test.each([
  [
    'a stretch of events',
    FROM,
    'The vendor did not answer',
    `Events of dialler from ${moment(FROM)} to ${moment(TO)} were not received: The vendor did not answer. Its state was read again.`,
  ],
  [
    'a state that could not be read',
    TO,
    'The current state could not be read: TIMEOUT',
    `dialler at ${moment(TO)}: The current state could not be read: TIMEOUT.`,
  ],
])('the notice says that %s is missing, and nothing else', (_, from, reason, text) => {
  expect(missedText({ account: { key: 'dialler' }, from, to: TO, reason })).toBe(text);
});
