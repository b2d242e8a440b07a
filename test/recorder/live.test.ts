/** The stream of a recorder that refuses it, is cut off, has too many events, or is left. */
import { expect, it } from 'vitest';
import { until } from '../helpers/until.ts';
import { type Lists, line, listenTo } from './lists.ts';

/** Listens to a recorder with these lists. */
async function listening(first: Partial<Lists>, lookEvery = 60_000) {
  const { say, ...recorder } = await listenTo(first, { lookEvery });
  const seen = () => recorder.events.map((event) => (event.kind === 'ACCOUNT' ? event.status : line(event)));
  return { ...recorder, seen, say: (file: string) => say('RECORDINGSTARTED', file, '9') };
}

const running = [{ device: '1', file: 'f', began: -10 }];

it('reports DOWN once and UP once, with a gap, for many refused connections', async () => {
  const { lists, seen, asked, cut } = await listening({ refused: 'EVENTS', running });
  await until(() => asked('EVENTS') >= 3);
  expect(seen()).toEqual(['DOWN']);
  lists.refused = '';
  await until(() => seen().length === 3);
  expect(seen()).toEqual(['DOWN', 'GAP', 'UP']);
  const before = asked('EVENTS');
  cut();
  await until(() => seen().length > 3);
  expect(asked('EVENTS')).toBe(before + 1);
  expect(seen()).toEqual(['DOWN', 'GAP', 'UP', 'GAP']);
});

it('does not report running recordings as new when the first read failed', async () => {
  const { lists, seen, asked, cut, say } = await listening({ refused: 'DEVICELIST', running });
  await until(() => {
    say('heard');
    return seen().length > 0;
  });
  lists.refused = '';
  const before = asked('EVENTS');
  cut();
  await until(() => asked('EVENTS') > before);
  await until(() => seen().includes('GAP'));
  expect(seen().filter((one) => one.startsWith('STARTED 1'))).toEqual([]);
});

it('reports each recording once where the lists could be read only after its events came', async () => {
  const begun = [{ device: '9', file: 'heard', began: -5 }];
  const { lists, seen, asked, cut, say } = await listening({ refused: 'DEVICELIST', running }, 50);
  await until(() => asked('DEVICELIST') >= 3);
  expect(seen()).toEqual(['DOWN']);
  say('heard');
  await until(() => seen().length === 3);
  Object.assign(lists, { refused: '', running: [...running, ...begun] });
  await until(() => asked('CALLLIST') >= 2);
  expect(seen()).toEqual(['DOWN', 'UP', 'STARTED 9 - RECORDING 14:00:00', 'GAP']);
  Object.assign(lists, { running: [] });
  cut();
  await until(() => seen().length === 7);
  expect(seen().slice(4).toSorted()).toEqual([
    'GAP',
    'STOPPED 1 - NOT_RECORDING 14:00:00',
    'STOPPED 9 - NOT_RECORDING 14:00:00',
  ]);
});

it('reports a gap before the events that arrive while the lists cannot be read', async () => {
  const { lists, seen, asked, say } = await listening({ refused: 'EVENTS' });
  await until(() => asked('EVENTS') >= 2);
  Object.assign(lists, { refused: 'DEVICELIST' });
  await until(() => asked('DEVICELIST') >= 2);
  say('heard');
  await until(() => seen().length === 4);
  expect(seen()).toEqual(['DOWN', 'GAP', 'UP', 'STARTED 9 - RECORDING 14:00:00']);
});

it('reports recordings that ended while the stream was cut, after a gap', async () => {
  const { lists, seen, asked, cut } = await listening({ running });
  await until(() => asked('DEVICERECORDINGSTATUS'));
  Object.assign(lists, { running: [], finished: [{ id: 5, device: '1', began: -10, lasted: 4 }] });
  cut();
  await until(() => seen().length === 2);
  expect(seen()).toEqual(['GAP', 'STOPPED 1 5 NOT_RECORDING 13:59:54']);
});

it('is UP again only once what it missed is known', async () => {
  const { lists, seen, asked, cut } = await listening({ running });
  await until(() => asked('DEVICERECORDINGSTATUS'));
  lists.refused = 'EVENTS';
  cut();
  await until(() => seen().length > 0);
  Object.assign(lists, { refused: '', unanswered: 'CALLLIST' });
  await until(() => asked('CALLLIST'));
  expect(seen()).toEqual(['DOWN']);
  await until(() => seen().length > 1);
  expect(seen()).toEqual(['DOWN', 'GAP', 'UP']);
});

it('reports a gap where the lists do not cover what changed', async () => {
  const finished = Array.from({ length: 500 }, (_, index) => ({ id: index + 1, device: '2', began: 1, lasted: 0 }));
  const { seen } = await listening({ running, finished }, 50);
  await until(() => seen().length > 1_000);
  expect(seen()[0]).toBe('GAP');
});

it('keeps a stream that is quiet because nothing happens', async () => {
  const { seen, asked } = await listening({ running }, 20);
  await until(() => asked('CALLLIST') >= 4);
  expect([asked('EVENTS'), seen()]).toEqual([1, []]);
});

it('emits no gap to a reader that left during the recovery', async () => {
  const { lists, seen, asked, leave, lines } = await listening({ running }, 20);
  await until(() => asked('CALLLIST') > 0);
  lists.unanswered = 'CALLLIST';
  const before = asked('CALLLIST');
  await until(() => asked('CALLLIST') > before);
  await leave();
  expect([seen(), lines.filter(({ level }) => level === 'warn')]).toEqual([[], []]);
});
