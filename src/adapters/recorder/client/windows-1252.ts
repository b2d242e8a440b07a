/**
 * The code page of a Western Windows. It differs from Latin-1 in the bytes 0x80 to 0x9F, which `TextDecoder` of Node 20
 * reads as control characters.
 */

/** The characters of the bytes 0x80 to 0x9F; five of these bytes have none and stay as they are. */
const UPPER_CONTROLS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Bytes of the code page windows-1252 as text. */
export function windows1252Text(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\x80-\x9f]/g, (each) => UPPER_CONTROLS.charAt(each.charCodeAt(0) - 0x80));
}
