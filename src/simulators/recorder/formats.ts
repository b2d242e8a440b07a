/** The file formats of an export. */
import { createMp3Encoder } from 'wasm-media-encoders';
import { SAMPLE_RATE } from './audio.ts';
import { encodeVox } from './vox.ts';

/** A WAV file with 16-bit PCM, one channel. */
function encodeWav(samples: Int16Array): Buffer {
  const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** An MP3 file at 16 kbit/s. */
async function encodeMp3(samples: Int16Array): Promise<Buffer> {
  const encoder = await createMp3Encoder();
  encoder.configure({ channels: 1, sampleRate: SAMPLE_RATE, bitrate: 16 });
  const parts: Buffer[] = [];
  const block = SAMPLE_RATE * 10;
  for (let at = 0; at < samples.length; at += block) {
    const floats = Float32Array.from(samples.subarray(at, at + block), (sample) => sample / 32_768);
    parts.push(Buffer.from(encoder.encode([floats])));
  }
  parts.push(Buffer.from(encoder.finalize()));
  return Buffer.concat(parts);
}

/** An export's bytes and media type. */
export interface Encoded {
  readonly contentType: string;
  readonly body: Buffer;
}

/** Encodes in a format, or null in one that is not offered: the CAV format is not public. */
export async function encodeAs(format: string, samples: Int16Array): Promise<Encoded | null> {
  switch (format) {
    case 'WAV':
      return { contentType: 'audio/wav', body: encodeWav(samples) };
    case 'MP3':
      return { contentType: 'audio/mpeg', body: await encodeMp3(samples) };
    case 'VOX':
      return { contentType: 'application/octet-stream', body: encodeVox(samples) };
    default:
      return null;
  }
}
