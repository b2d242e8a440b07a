/** Text that is decoded chunk by chunk is the text of all bytes together. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeTextInSlices } from '../../src/adapters/xml/read.ts';

const words = ['<a>', 'plain text', 'é', '漢字', '😀', '\ufeff', '</a>'].map((word) => Buffer.from(word));
/** A byte that is none, half a character, a surrogate, a sequence that is too long. */
const broken = [[0xff], [0xe6, 0xbc], [0xed, 0xa0, 0x80], [0xc0, 0xaf]].map((bytes) => Buffer.from(bytes));

/** Cuts bytes at these places. */
function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)).sort((one, other) => one - other), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

test.each([
  ['sound', words],
  ['broken', [...words, ...broken]],
])('%s text, cut anywhere', async (_name, parts) => {
  const pieces = fc.array(fc.constantFrom(...parts), { maxLength: 30 }).map((some) => Buffer.concat(some));
  await fc.assert(
    fc.asyncProperty(pieces, fc.array(fc.nat(200), { maxLength: 6 }), async (bytes, at) => {
      let mended = 0;
      const whole = new TextDecoder('utf-8');
      const isSound = Buffer.from(whole.decode(bytes)).equals(bytes.subarray(bytes.indexOf('\ufeff') === 0 ? 3 : 0));
      const text = await decodeTextInSlices(cut(bytes, at), undefined, () => {
        mended += 1;
      });
      // The reader of the document takes off the mark that the decoder leaves where the first chunk was cut from it.
      expect(text.replace(/^\ufeff/, '')).toBe(new TextDecoder('utf-8').decode(bytes).replace(/^\ufeff/, ''));
      expect(mended).toBe(isSound ? 0 : 1);
    }),
  );
});

test('a long text in one chunk', async () => {
  const text = `${'a'.repeat(131_071)}漢字 😀${'é'.repeat(100_000)}`;
  expect(await decodeTextInSlices([Buffer.from(text)])).toBe(text);
});
