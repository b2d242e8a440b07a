/** What a reader of the desks' events and the operator learn of desks that do not answer. */
import { afterEach, expect, it, vi } from 'vitest';
import { vendor } from '../../src/adapters/five9-cti/index.ts';
import { until } from '../helpers/until.ts';
import { collect, connectTo, floor, quiet } from './scripted.ts';

const { cleanups, desk, streamOf, clean } = floor();

afterEach(clean);

it('a reader that comes after the last one left listens only once its desk is registered again', async () => {
  const one = await desk();
  const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
  const earlier = streamOf(adapter);
  await until(() => one.service.received.get('checkEvent') !== undefined);
  await earlier.stop();
  let register = () => {};
  const registering = new Promise<void>((resolve) => {
    register = resolve;
  });
  one.before = (operation) => (operation === 'addListener' ? registering : Promise.resolve());
  const onListening = vi.fn();
  const later = collect(({ signal }) => {
    if (!adapter.events) throw new Error('no stream');
    return adapter.events({ signal, onListening });
  });
  cleanups.push(later.stop);
  await until(() => one.asked.filter(([operation]) => operation === 'addListener').length === 2);
  expect(onListening).not.toHaveBeenCalled();
  register();
  await until(() => onListening.mock.calls.length > 0);
});

it('a desk that does not answer a read is named in the log, and the rows of the others are truncated', async () => {
  const [one, lost] = [await desk(), await desk()];
  await lost.close();
  const warn = vi.fn();
  const settings = vendor.settings.parse({
    desks: [
      { agent: 'ann', url: one.url },
      { agent: 'bob', url: lost.url },
    ],
  });
  const adapter = vendor.connect('floor', settings, { ...quiet, log: { ...quiet.log, warn } });
  cleanups.push(() => adapter.close());
  expect(await adapter.agents?.({}, {})).toMatchObject({ items: [{ nativeId: 'ann' }], truncated: true });
  expect(warn).toHaveBeenCalledWith(
    { account: 'floor', desk: 'bob', code: 'UNAVAILABLE', operation: expect.any(String) },
    'A desk did not answer',
  );
});
