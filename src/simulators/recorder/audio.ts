/** Audio for simulated recordings: two voices taking turns, the same for the same recording each time, at 8 kHz. */

/** Samples a second, as telephones have. */
export const SAMPLE_RATE = 8_000;

const TABLE = 256;
const TURN = 2.6 * SAMPLE_RATE;

/** The content of the audio. */
interface Speech {
  readonly seed: number;
  readonly milliseconds: number;
  /** Silent stretches, in milliseconds from the start. */
  readonly silences: readonly { readonly from: number; readonly to: number }[];
}

/** One period of a voice: a fundamental and harmonics that fade. */
function voice(seed: number): Float32Array {
  const table = new Float32Array(TABLE);
  for (let harmonic = 1; harmonic <= 6; harmonic += 1) {
    const strength = (1 / harmonic) * (0.6 + (((seed >> harmonic) & 3) / 3) * 0.4);
    for (let at = 0; at < TABLE; at += 1)
      table[at] = (table[at] ?? 0) + strength * Math.sin((2 * Math.PI * harmonic * at) / TABLE);
  }
  return table;
}

/** Renders the speech as 16-bit samples. */
export function render({ seed, milliseconds, silences }: Speech): Int16Array {
  const samples = new Int16Array(Math.round((milliseconds * SAMPLE_RATE) / 1000));
  const voices = [voice(seed), voice(seed * 31 + 7)];
  const pitches = [105 + (seed % 40), 180 + (seed % 55)];
  let phase = 0;
  for (let at = 0; at < samples.length; at += 1) {
    const who = Math.floor(at / TURN) & 1;
    const syllable = Math.sin((Math.PI * at) / (SAMPLE_RATE * 0.21));
    const sway = 1 + 0.06 * Math.sin((2 * Math.PI * at) / (SAMPLE_RATE * 0.9));
    phase = (phase + ((pitches[who] ?? 150) * sway * TABLE) / SAMPLE_RATE) % TABLE;
    samples[at] = Math.round(6_000 * syllable * syllable * (voices[who]?.[Math.floor(phase)] ?? 0));
  }
  for (const { from, to } of silences) samples.fill(0, (from * SAMPLE_RATE) / 1000, (to * SAMPLE_RATE) / 1000);
  return samples;
}
