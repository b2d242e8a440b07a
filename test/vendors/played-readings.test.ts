import { expect, it } from 'vitest';
import { vendors } from '../../src/adapters/vendors.ts';
import { playedReadings } from '../../src/commands/played-readings.ts';
import { simulators } from '../../src/simulators/simulators.ts';

const of = (vendor: string) => simulators.filter((simulator) => simulator.vendor === vendor);

function played(vendor: string, readings: readonly string[], asPrinted = false) {
  const definitions = vendor === 'all' ? simulators : of(vendor);
  const reading = playedReadings(definitions, { readings, asPrinted });
  const chosen = definitions.map((definition) => Object.entries(reading(definition)).filter(([, value]) => value));
  return Object.fromEntries(
    definitions.map(({ vendor: key }, index) => [key, Object.fromEntries(chosen[index] ?? [])]),
  );
}

it('plays the defaults where nothing is chosen', () => {
  expect(played('five9-config', [])).toEqual({ 'five9-config': {} });
});

it('gives a reading to the simulators that have it, the last one given winning', () => {
  const { 'five9-config': config, 'remote-control': control } = played('all', [
    'numbers=as-sent',
    'numbers=from-ten',
    'numbers=normalised',
  ]);
  expect(config).toEqual({ numbers: 'normalised' });
  expect(control).toEqual({ numbers: 'from-ten' });
});

it('plays what the guides print, unless a reading says otherwise', () => {
  expect(played('recorder', [], true)).toEqual({ recorder: { 'event-call-id': 'at-the-end', output: 'as-typed' } });
  expect(played('recorder', ['event-call-id=filled'], true)).toEqual({
    recorder: { 'event-call-id': 'filled', output: 'as-typed' },
  });
});

it('refuses a reading that the simulator does not play, with those that it does', () => {
  expect(() => played('recorder', ['blackout=none'])).toThrow('takes blackout=agent|call');
});

it.each(simulators.map(({ vendor, plays = [] }) => [vendor, plays] as const))(
  'plays questions of %s alone',
  (vendor, plays) => {
    const ids = vendors.find(({ key }) => key === vendor)?.readings.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining([...plays]));
  },
);
