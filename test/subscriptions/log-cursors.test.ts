import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { callEvent } from './events.ts';
import { folder } from './logs.ts';

describe('cursors', () => {
  const identity = { id: 'one', key: Buffer.from('a key of our own') };

  it('come back as the places they were made of', () => {
    const cursors = createCursors(identity);
    fc.assert(fc.property(fc.stringMatching(/^[0-9-]{1,30}$/), (at) => cursors.read(cursors.write(at)) === at));
  });

  it('are refused when any character was changed', () => {
    const cursors = createCursors(identity);
    const cursor = cursors.write('0001838320632458240');
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let index = 0; index < cursor.length; index += 1)
      for (const letter of letters.replace(cursor.charAt(index), '')) {
        const forged = cursor.slice(0, index) + letter + cursor.slice(index + 1);
        expect(() => cursors.read(forged)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
      }
  });

  it.each(['', 'x', '0001838320632458240', '%%%', 'A'.repeat(4_000)])('refuse %j, which is none', (text) => {
    expect(() => createCursors(identity).read(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });

  it('of another log are refused, even under the same key', () => {
    const other = createCursors({ id: 'two', key: identity.key });
    expect(() => other.read(createCursors(identity).write('42'))).toThrow(/event log/);
  });
});

describe('a file of the event log', () => {
  it('that is damaged is put aside and a new one begun', async () => {
    const file = join(folder, 'damaged.db');
    writeFileSync(file, 'no database at all, '.repeat(500));
    const log = await openSqliteLog({ file });
    expect(await log.append([callEvent({})])).toHaveLength(1);
    await log.close();
  });

  it('in use elsewhere is refused, naming the reason', async () => {
    const file = join(folder, 'busy.db');
    const log = await openSqliteLog({ file });
    await expect(openSqliteLog({ file })).rejects.toThrow(/in use/);
    await log.close();
  });
});
