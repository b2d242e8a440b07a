import { expect, test } from 'vitest';
import { createLog } from '../../src/server/logging.ts';
import { readableDestination } from '../../src/server/readable-log.ts';

test('a terminal shows a line of the log with its facts and the reason, without credentials', () => {
  let text = '';
  const log = createLog('info', readableDestination({ write: (line) => (text += line) }));
  log.debug({}, 'Not shown');
  log.info({ account: 'wfo', status: 'UP' }, 'Account is up');
  log.warn({ cause: new Error('refused'), password: 'hunter2' }, 'A stream ended');
  expect(text).toMatch(/^\d\d:\d\d:\d\d info {2}Account is up \(account=wfo status=UP\)$/m);
  expect(text).toMatch(/^\d\d:\d\d:\d\d warn {2}A stream ended \(password=\[redacted\] cause=refused\)$/m);
  expect(text.split('\n')).toHaveLength(3);
});
