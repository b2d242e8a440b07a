/** Which events of a recorder keep the document that they were read from in memory. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { Drift } from '../../src/adapters/calls/drift.ts';
import { EventReader } from '../../src/adapters/recorder/events/event-reader.ts';
import type { Settings } from '../../src/adapters/recorder/settings.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const EVENTS = 1_000;
const FILE = 'C:\\Recordings\\20110131\\1111\\1111-14-39-50.au';

/** A document of this many characters, as it comes from a socket, with blanks beside what is read of it. */
function documentOf(characters: number): string {
  const begin = `<CALLCOPYEVENT><EVENTTYPE>RECORDINGUPDATE</EVENTTYPE><EVENTDATA><FILENAME>${FILE}</FILENAME>`;
  const end = '</EVENTDATA></CALLCOPYEVENT>';
  return Buffer.from(`${begin.padEnd(characters - end.length)}${end}`).toString();
}

/** Bytes that events keep in memory, each of its own document of this many characters. */
function retainedBy(characters: number): number {
  const reader = new EventReader({ timeZone: 'UTC' } as Settings, new Drift());
  const read: unknown[] = [];
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < EVENTS; at += 1) read.push(reader.read(documentOf(characters))?.EVENTDATA?.FILENAME);
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  expect(read).toEqual(read.map(() => FILE));
  return bytes;
}

test('an event of up to 8,191 characters keeps its document, and a longer one only its texts', () => {
  expect(retainedBy(8_191)).toBeGreaterThan(EVENTS * 8_000);
  expect(retainedBy(8_192)).toBeLessThan(EVENTS * 2_000);
});
