/** Times that vendors write without an offset, in the hours when clocks are put forward and back. */
import { describe, expect, test } from 'vitest';
import { dateTime as engageTime } from '../../src/adapters/engage/contract/times.ts';
import { five9DateTime } from '../../src/adapters/five9-config/contract/types/scalars.ts';
import { localTime } from '../../src/adapters/recorder/contract/times.ts';
import { dateTime as remoteControlTime } from '../../src/adapters/remote-control/contract/scalars.ts';
import { ambiguityOf } from '../../src/adapters/zone.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { idle, type Stage, sceneOver } from '../scenarios/stage.ts';
import { ACCOUNTS } from '../server/gateway.ts';

const NEW_YORK = 'America/New_York';
const WALLS = [five9DateTime, engageTime, remoteControlTime, localTime];

/** 2026-03-08T02:30:00 as the recorder writes it. */
function asRecorder(wall: string): string {
  const [, year, month, day, hour, rest] = /^(\d+)-(\d+)-(\d+)T(\d+):(.*)$/.exec(wall) ?? [];
  return `${Number(month)}/${Number(day)}/${year} ${Number(hour) % 12 || 12}:${rest} ${Number(hour) < 12 ? 'AM' : 'PM'}`;
}

describe.each(WALLS.map((type) => [type === localTime ? 'the recorder' : type.name, type] as const))(
  '%s',
  (_, type) => {
    test.each<[string, string, string | null, string?]>([
      ['2026-03-08T01:59:59', '2026-03-08T01:59:59-05:00', null],
      ['2026-03-08T02:30:00', '2026-03-08T02:30:00-05:00', 'SKIPPED'],
      ['2026-03-08T03:00:00', '2026-03-08T03:00:00-04:00', null],
      ['2026-11-01T00:59:59', '2026-11-01T00:59:59-04:00', null],
      ['2026-11-01T01:30:00', '2026-11-01T01:30:00-04:00', 'REPEATED'],
      ['2026-11-01T02:00:00', '2026-11-01T02:00:00-05:00', null],
      ['2026-04-05T01:45:00', '2026-04-05T01:45:00+11:00', 'REPEATED', 'Australia/Lord_Howe'],
      ['2026-10-04T02:15:00', '2026-10-04T02:15:00+10:30', 'SKIPPED', 'Australia/Lord_Howe'],
      ['2026-11-01T01:30:00', '2026-11-01T01:30:00-07:00', null, 'America/Phoenix'],
    ])('reads %s as %s (F11)', (wall, decoded, ambiguity, timeZone = NEW_YORK) => {
      const text = type === localTime ? asRecorder(wall) : wall;
      expect(type.decode(text, { timeZone })).toBe(decoded);
      expect(ambiguityOf(decoded, timeZone)).toBe(ambiguity);
    });
  },
);

test('a time with an explicit offset is not ambiguous', () => {
  expect(ambiguityOf('2026-07-01T12:00:00Z', NEW_YORK)).toBeNull();
  expect(ambiguityOf('2026-03-08T02:30:00+01:00', NEW_YORK)).toBeNull();
  expect(ambiguityOf(null, NEW_YORK)).toBeNull();
});

describe('a call that began in the hour that occurs twice', () => {
  test.each([
    ['recorder', '2026-11-01T05:40:00Z', '2026-11-01T05:40:00Z', 'REPEATED'],
    ['recorder', '2026-11-01T06:40:00Z', '2026-11-01T05:40:00Z', 'REPEATED'],
    ['recorder', '2026-11-01T07:40:00Z', '2026-11-01T07:40:00Z', null],
  ] as const)(
    'at the %s, at %s, is reported as %s with the ambiguity %s (F11)',
    async (vendor, now, startedAt, startedAtAmbiguity) => {
      const world = createCentre({ seed: 3, startsAt: new Date(now) }) as Stage;
      const call = world.dial(idle(world), '+16145550143', null);
      world.answer(call);
      const scene = await sceneOver(world, { vendors: [vendor], settings: { recorder: { timeZone: NEW_YORK } } });
      try {
        const query =
          'query ($accounts: [String!]) { calls(first: 5, filter: { accounts: $accounts }) { edges { node { startedAt startedAtAmbiguity } } } }';
        const { calls } = await scene.ask(query, { accounts: [ACCOUNTS[vendor]] });
        expect(calls.edges).toEqual([{ node: { startedAt, startedAtAmbiguity } }]);
      } finally {
        await scene.close();
      }
    },
  );
});
