import { fail } from './collection.ts';

const RATE = 8_000;

/** A WAV file of silence, as base64: 8 kHz, 8 bits, one channel. */
export function silence(samples = 80): string {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, 0x80)]).toString('base64');
}

/** Whether the bytes start with the header of a WAV file. */
function isWav(base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length >= 44 && bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE';
}

/** The bytes as they are, or the fault for what is no WAV file. */
export function checkedWav(base64: string, promptName: string | null = null): string {
  if (isWav(base64)) return base64;
  return fail('WavFileUploadFailedFault', 'The file is no WAV file.', { promptName });
}
