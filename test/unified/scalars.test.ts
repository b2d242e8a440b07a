import { parseValue } from 'graphql';
import { describe, expect, test } from 'vitest';
import { Base64, Cursor, DateTime, Long } from '../../schema/scalars.ts';

describe('a DateTime', () => {
  test.each([
    ['2026-11-29T06:30:00Z', '2026-11-29T06:30:00Z'],
    ['2026-11-29T06:30:00.120450Z', '2026-11-29T06:30:00.120450Z'],
    ['2026-11-01T01:30:00-04:00', '2026-11-01T05:30:00Z'],
    ['2026-11-01T01:30:00-05:00', '2026-11-01T06:30:00Z'],
    ['2026-01-01T03:15:59.123456789+10:30', '2025-12-31T16:45:59.123456789Z'],
    ['2026-12-31T20:00:00-08:00', '2027-01-01T04:00:00Z'],
    ['2026-03-01t00:30:00z', '2026-03-01T00:30:00Z'],
    ['2016-12-31T15:59:60-08:00', '2016-12-31T23:59:60Z'],
    ['2026-11-29t06:30:00z', '2026-11-29T06:30:00Z'],
    [new Date('2026-11-29T06:30:00Z'), '2026-11-29T06:30:00.000Z'],
  ])('%s is answered as %s', (value, answered) => {
    expect(DateTime.serialize(value)).toBe(answered);
  });

  test('reaches resolvers as it was given', () => {
    const text = '2026-11-01T01:30:00-04:00';
    expect(DateTime.parseValue(text)).toBe(text);
    expect(DateTime.parseLiteral(parseValue(`"${text}"`), {})).toBe(text);
  });

  test.each(['2026-02-29T00:00:00Z', '2026-11-29', '2026-11-29T06:30:00', 'now'])('%s is refused', (text) => {
    expect(() => DateTime.serialize(text)).toThrow(/RFC 3339/);
  });
});

test.each([DateTime, Cursor, Long, Base64])('%s names the specification of its format', ({ specifiedByURL }) => {
  expect(specifiedByURL).toMatch(/^https:\/\//);
});
