import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { mayNeverEnd } from '../../src/adapters/calls/pattern/endless.ts';

const ENDLESS: readonly (readonly [pattern: string, pumped: string])[] = [
  ['^(a+)+$', 'a'],
  ['^(a*)*$', 'a'],
  ['^(?:a|a)*$', 'a'],
  ['^(a|aa)+$', 'a'],
  ['^(\\w+\\s?)+$', 'a'],
  ['^([a-z]+\\d?)*$', 'a'],
  ['^(a?b?)*$', 'ab'],
  ['^(.*,)*$', ','],
  ['^((ab)+|(a|b)+)+$', 'ab'],
  ['^(\\d{1,3})+$', '1'],
  ['^(?=(x+)+$)', 'x'],
  ['(?i)^(a|A)*$', 'a'],
  ['^([\\]a]+)+$', 'a'],
  ['\\Q(\\E^(a+)+$', 'a'],
];

const ENDING = [
  ...['.*', '^Sales .+$', 'a{2,3}', '(a|b)*', '^\\w+( \\w+)*$', '(\\d+,)*', '(\\d{3}-?)+', '^(foo|bar|baz)+$'],
  ...['[(+*]+', '\\(a+\\)+', '^\\d{3}-\\d{4}$', '(?:Sales|Service)[ _-]?\\d*', '(a+)?', '.*a.*b.*', '(?=a)b*', ''],
  ...['^(?i)sales(?-i)$', '[[:alpha:]]+', '\\p{L}+', '\\Q(a+)+\\E', '(\\w+:)*\\w+', '^.{0,20}x$'],
];

describe('patterns that may never end', () => {
  it.each(ENDLESS)('%s', (pattern) => expect(mayNeverEnd(pattern)).toBe(true));

  it('really keep an engine busy for longer with every character', () => {
    const plain = ENDLESS.filter(([pattern]) => !/\(\?i|\\Q/.test(pattern));
    const busy = plain.filter(([pattern, pumped]) => {
      try {
        const text = `${pumped.repeat(60)}!`;
        runInNewContext('new RegExp(pattern).test(text)', { pattern, text }, { timeout: 200 });
        return false;
      } catch {
        return true;
      }
    });
    expect(busy).toEqual(plain);
  });

  it('are those, too, that are too long to be judged', () => {
    expect(mayNeverEnd('a'.repeat(501))).toBe(true);
  });
});

it.each(ENDING)('ends: %s', (pattern) => expect(mayNeverEnd(pattern)).toBe(false));

it('is judged quickly for any pattern', () => {
  const hard = [
    '(a|'.repeat(160),
    `(${'.?'.repeat(240)})x*`,
    `(${'a|b|'.repeat(120)}c)*`,
    '('.repeat(500),
    '['.repeat(500),
  ];
  const began = process.cpuUsage();
  for (const pattern of hard) mayNeverEnd(pattern);
  const { user } = process.cpuUsage(began);
  expect(user / 1_000).toBeLessThan(5_000);
});
