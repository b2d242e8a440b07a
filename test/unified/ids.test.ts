import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readId, readIdOf, writeId } from '../../src/access/global-id.ts';

test('an id decodes to its parts for any native id', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[\w.-]{1,20}$/),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      (account, nativeId) => {
        expect(readId(writeId('Call', account, nativeId))).toEqual({ type: 'Call', account, nativeId });
      },
    ),
  );
});

test('a changed id is invalid or unknown, and never the same object (A2)', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.nat(), fc.nat({ max: 63 }), (nativeId, place, letter) => {
      const id = writeId('Recording', 'wfo', nativeId);
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const at = place % id.length;
      const touched = id.slice(0, at) + alphabet[letter] + id.slice(at + 1);
      if (touched !== id) expect(readId(touched)).not.toEqual({ type: 'Recording', account: 'wfo', nativeId });
    }),
  );
});

test.each(['', 'zzz', '!!', writeId('Agent', 'floor', 'jdoe'), `${writeId('Call', 'floor', '1')}=`, '__proto__'])(
  'as the id of a call, %s is not found, with the argument named',
  (id) => {
    expect(() => readIdOf('Call', id, 'input', 'id')).toThrowError(
      expect.objectContaining({ code: 'NOT_FOUND', argumentPath: ['input', 'id'] }),
    );
  },
);
