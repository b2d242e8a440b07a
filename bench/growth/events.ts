import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/sqlite.ts';
import { SubscriptionService } from '../../src/subscriptions/service.ts';
import { callEvent } from '../../test/subscriptions/events.ts';

const viewer = { id: 'bench', scopes: new Set(['admin']), accounts: 'all' as const };

/** What it costs to find no event of a filter among so many, and to open their file. */
export async function findNothing(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-growth-'));
  const file = join(folder, 'events.db');
  try {
    const writing = await openSqliteLog({ file });
    for (let from = 0; from < count; from += 5_000)
      await writing.append(
        Array.from({ length: Math.min(5_000, count - from) }, (_, at) =>
          callEvent({ call: String(from + at), device: String(1_000 + ((from + at) % 500)) }),
        ),
      );
    await writing.close();
    const began = performance.now();
    const log = await openSqliteLog({ file });
    const start = performance.now() - began;
    const service = new SubscriptionService({
      ...{ hub: new Hub(log), cursors: createCursors(log.identity), accounts: () => ['floor'], vendorOf: () => null },
      ...{ lookup: () => ({}) as never, views: {} as never },
    });
    const before = process.cpuUsage();
    const page = await service.page({ viewer, wanted: { device: 'none' }, first: 50 });
    const { user, system } = process.cpuUsage(before);
    if (page.payloads.length > 0 || page.more) throw new Error('the page is not empty and whole');
    await log.close();
    return { find: (user + system) / 1000, start };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
