/** A report or recordings around a page that could not be read: the joined calls lack them, and the sources say so. */
import { expect, test } from 'vitest';
import type { ListQuery } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { DAY, type Node, PAST, recordingOf, recordOf, reportOf, SECOND, world } from './past-day.ts';
import { ago } from './world.ts';

const HOUR = 3_600 * SECOND;
const notReady = () =>
  new CrosspointError('FAILED_PRECONDITION', 'Five9 still prepares the report of past calls', { retryable: true });

async function page(gateway: Awaited<ReturnType<typeof world>>, filter: object) {
  const { data, errors } = await gateway.ask(PAST, { filter, first: 20 });
  expect(errors).toBeUndefined();
  const source = (key: string) => {
    const { coveredFrom, coveredTo, error } = data.calls.sources.find(({ account }: Node) => account.key === key);
    return [coveredFrom, coveredTo, error?.code ?? null];
  };
  const views = data.calls.edges.map(({ node }: Node) => node.views.map(({ account }: Node) => account.key));
  return { views, source };
}

const atMinute = (minutes: number) => Date.parse(ago(minutes));

test('a report before the page that is not ready takes the time of its waits from what is covered', async () => {
  const call = { id: '1', at: atMinute(24 * 60 + 30), from: '+16145550111', wait: HOUR, talk: 60 * SECOND };
  const parts = { recorded: [recordOf(call, 'A1', 0)], reported: [reportOf(call, 'A1', 0)] };
  const ready = await page(await world(parts), DAY);
  expect(ready.views).toEqual([['floor', 'acme']]);
  expect(ready.source('acme')).toEqual([ago(24 * 60), ago(4 * 60), null]);

  const isBefore = ({ startedAfter }: ListQuery) => Date.parse(startedAfter ?? '') < atMinute(24 * 60);
  const late = await page(await world({ ...parts, report: (query) => (isBefore(query) ? notReady() : null) }), DAY);
  expect(late.views).toEqual([['floor']]);
  expect(late.source('acme')).toEqual([ago(20 * 60), ago(4 * 60), 'FAILED_PRECONDITION']);

  const downTo = atMinute(24 * 60 + 10);
  const part = await page(await world({ ...parts, report: (query) => (isBefore(query) ? downTo : null) }), DAY);
  expect(part.views).toEqual([['floor']]);
  expect(part.source('acme')).toEqual([ago(20 * 60), ago(4 * 60), null]);
});

test('a report after the page that is not ready takes the last minute of the page from what is covered', async () => {
  const end = atMinute(6 * 60);
  const call = { id: '1', at: end - 20 * SECOND, from: '+16145550111', wait: 0, talk: 60 * SECOND };
  const parts = { recorded: [recordOf(call, 'A1', 0)], reported: [reportOf(call, 'A1', 30 * SECOND)] };
  const filter = { ...DAY, startedBefore: ago(6 * 60) };
  const ready = await page(await world(parts), filter);
  expect(ready.views).toEqual([['floor', 'acme']]);
  expect(ready.source('acme')).toEqual([ago(24 * 60), ago(6 * 60), null]);

  const isAfter = ({ startedAfter }: ListQuery) => Date.parse(startedAfter ?? '') >= end - SECOND;
  const late = await page(await world({ ...parts, report: (query) => (isAfter(query) ? notReady() : null) }), filter);
  expect(late.views).toEqual([['floor']]);
  expect(late.source('acme')).toEqual([ago(24 * 60), ago(6 * 60 + 1), 'FAILED_PRECONDITION']);
});

test('recordings after the page that could not be read take the longest call from what the recorder covers', async () => {
  const end = atMinute(6 * 60);
  const call = { id: '1', at: end - 20 * SECOND, from: '+16145550111', wait: 0, talk: 60 * SECOND };
  const parts = { recorded: [recordOf(call, 'A1', 0)], recordings: [recordingOf(call, 'A1', 40 * SECOND)] };
  const filter = { ...DAY, startedBefore: ago(6 * 60) };
  const ready = await page(await world(parts), filter);
  expect(ready.views).toEqual([['floor', 'wfo']]);
  expect(ready.source('wfo')).toEqual([ago(24 * 60), ago(6 * 60), null]);

  const down = ({ startedAfter }: ListQuery) =>
    Date.parse(startedAfter ?? '') >= end - SECOND ? new CrosspointError('UNAVAILABLE', 'down') : null;
  const late = await page(await world({ ...parts, recorder: down }), filter);
  expect(late.views).toEqual([['floor']]);
  expect(late.source('wfo')).toEqual([ago(24 * 60), ago(10 * 60), 'UNAVAILABLE']);
});

test('recordings before the page that could not be read take ten minutes from what the recorder covers', async () => {
  const down = ({ startedAfter }: ListQuery) =>
    Date.parse(startedAfter ?? '') < atMinute(24 * 60) ? new CrosspointError('UNAVAILABLE', 'down') : null;
  const { source } = await page(await world({ recorder: down }), DAY);
  expect(source('wfo')).toEqual([ago(24 * 60 - 10), ago(0), 'UNAVAILABLE']);
});

/** A day of the list from its first to its last hour, and parts of one call that lie exactly at one of these. */
const [FIRST, LAST] = [atMinute(20 * 60), atMinute(8 * 60)];
const BETWEEN = { states: ['ENDED'], startedAfter: ago(20 * 60), startedBefore: ago(8 * 60) };
const callAt = (at: number, wait = 0) => ({ id: '1', at, from: '+16145550111', wait, talk: 60 * SECOND });
/** Milliseconds from the start of a call's record or report to that of its recording. */
const RINGS = 4 * SECOND;

test.each([
  ['a report at its start', callAt(FIRST, 300 * SECOND), { report: 0 }, [['floor', 'acme']]],
  ['a report at its end', callAt(LAST - 20 * SECOND), { report: 20 * SECOND }, [['floor', 'acme']]],
  ['a recording at its start', callAt(FIRST + SECOND), { recording: -SECOND - RINGS }, [['floor', 'wfo']]],
  ['a recording minutes before it', callAt(FIRST + 10 * SECOND), { recording: -300 * SECOND }, [['floor', 'wfo']]],
  ['a recording of a call after it', callAt(LAST + 10 * SECOND), { recording: -300 * SECOND }, []],
  ['a recording of a call before it', callAt(FIRST - 400 * SECOND), { recording: 420 * SECOND }, []],
  ['a recording minutes after it', callAt(LAST - 10 * SECOND), { recording: 300 * SECOND }, [['floor', 'wfo']]],
  ['a recording at its end', callAt(LAST - 20 * SECOND), { recording: 20 * SECOND - RINGS }, [['floor', 'wfo']]],
  ['a call at its start', callAt(FIRST), { report: SECOND }, []],
  ['a call at its end', callAt(LAST - 300 * SECOND, 300 * SECOND), { report: 0 }, []],
])(
  'a page has what belongs to its calls, and no more, with %s',
  async (_, call, { report, recording }: Parts, views) => {
    const gateway = await world({
      recorded: [recordOf(call, 'A1', 0)],
      reported: report === undefined ? [] : [reportOf(call, 'A1', report)],
      recordings: recording === undefined ? [] : [recordingOf(call, 'A1', recording)],
    });
    expect((await page(gateway, BETWEEN)).views).toEqual(views);
  },
);

test('a recording of a call that began hours before a busy period is no call of that period', async () => {
  const long = { ...callAt(FIRST - 3.5 * HOUR), talk: 4 * HOUR };
  const others = Array.from({ length: 600 }, (_, index) => ({
    ...{ id: `b${index}`, at: FIRST - (index + 1) * 10 * SECOND, from: `+1614666${1_000 + index}` },
    ...{ wait: 0, talk: 5 * SECOND },
  }));
  const recorded = [recordOf(long, 'A1', 0), ...others.map((one) => recordOf(one, null, 0))];
  const gateway = await world({ recorded, recordings: [recordingOf(long, 'A1', 3.5 * HOUR + 10 * SECOND)] });
  expect((await page(gateway, BETWEEN)).views).toEqual([]);
});

/** Milliseconds by which the parts of a call differ from their usual times. */
interface Parts {
  readonly report?: number;
  readonly recording?: number;
}
