/** The least and the greatest values that an act takes, and the first that it refuses. */
import { expect, test } from 'vitest';
import { WRITERS } from '../../src/adapters/five9-config/acts/campaign-kinds.ts';
import { skillLevel } from '../../src/adapters/five9-config/acts/user-skills.ts';

test.each([
  [null, 1],
  [1, 1],
  [10, 10],
])('the level %s of a skill is written as %i', (level, written) => {
  expect(skillLevel(level, 'level')).toBe(written);
});

test.each([0, 11])('the level %i of a skill is refused', (level) => {
  expect(() => skillLevel(level, 'level')).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argumentPath: ['level'] }),
  );
});

test.each(['INBOUND', 'AUTODIAL'] as const)('a campaign that is %s has one line or more', (kind) => {
  expect(WRITERS[kind]({ maxLines: 1 })).toEqual({ maxNumOfLines: 1 });
  expect(WRITERS[kind]({ maxLines: null })).toEqual({});
  expect(() => WRITERS[kind]({ maxLines: 0 })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', argumentPath: ['maxLines'] }),
  );
});
