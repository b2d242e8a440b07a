/** VOX: headerless Dialogic (OKI) ADPCM, four bits a sample, the earlier sample in the upper half of a byte. */

const STEPS = [
  16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190,
  209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552,
];
const MOVES = [-1, -1, -1, -1, 2, 4, 6, 8];

interface Predictor {
  last: number;
  index: number;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Moves the predictor as both sides do, so that they never part. */
function follow(predictor: Predictor, code: number): number {
  const step = STEPS[predictor.index] ?? 16;
  let change = step >> 3;
  if (code & 4) change += step;
  if (code & 2) change += step >> 1;
  if (code & 1) change += step >> 2;
  predictor.last = clamp(predictor.last + (code & 8 ? -change : change), -2048, 2047);
  predictor.index = clamp(predictor.index + (MOVES[code & 7] ?? 0), 0, STEPS.length - 1);
  return predictor.last;
}

function codeOf(predictor: Predictor, sample: number): number {
  const step = STEPS[predictor.index] ?? 16;
  let left = sample - predictor.last;
  let code = 0;
  if (left < 0) {
    code = 8;
    left = -left;
  }
  for (const [bit, size] of [
    [4, step],
    [2, step >> 1],
    [1, step >> 2],
  ] as const) {
    if (left >= size) {
      code |= bit;
      left -= size;
    }
  }
  return code;
}

/** Encodes 16-bit samples, of which the upper 12 bits count. */
export function encodeVox(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc((samples.length + 1) >> 1);
  const predictor = { last: 0, index: 0 };
  for (let at = 0; at < samples.length; at += 1) {
    const code = codeOf(predictor, (samples[at] ?? 0) >> 4);
    follow(predictor, code);
    bytes[at >> 1] = (bytes[at >> 1] ?? 0) | (at & 1 ? code : code << 4);
  }
  return bytes;
}

/** Decodes to 16-bit samples. */
export function decodeVox(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(bytes.length * 2);
  const predictor = { last: 0, index: 0 };
  bytes.forEach((byte, at) => {
    samples[at * 2] = follow(predictor, byte >> 4) << 4;
    samples[at * 2 + 1] = follow(predictor, byte & 15) << 4;
  });
  return samples;
}
