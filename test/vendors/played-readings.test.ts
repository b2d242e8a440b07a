import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
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
  const printed = { output: 'as-typed', 'unix-time': 'wall-clock', 'global-call-id': 'own' };
  expect(played('recorder', [], true)).toEqual({ recorder: { ...printed, 'event-call-id': 'at-the-end' } });
  expect(played('recorder', ['event-call-id=filled'], true)).toEqual({
    recorder: { ...printed, 'event-call-id': 'filled' },
  });
});

it('refuses a reading that the simulator does not play, with those that it does', () => {
  expect(() => played('recorder', ['blackout=none'])).toThrow('takes blackout=agent|call');
});

describe.each(vendors.map(({ key, readings }) => [key, readings] as const))(
  'the readings of %s',
  (vendor, readings) => {
    const folder = new URL(`../../src/simulators/${vendor}/`, import.meta.url);
    const sources = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
    const conformance = readFileSync(new URL(`../${vendor}/readings.test.ts`, import.meta.url), 'utf8');

    it('are those of the file in its folder, all of them played by its simulator', async () => {
      const file = new URL(`../../src/adapters/${vendor}/readings.ts`, import.meta.url).pathname;
      const declared = (await import(/* @vite-ignore */ file)) as { readings: typeof readings };
      expect(readings).toBe(declared.readings);
      const [simulator] = of(vendor);
      expect([...(simulator?.plays ?? [])].sort()).toEqual(readings.map(({ id }) => id).sort());
    });

    it.each(readings.map(({ id }) => id))('%s is a question that the simulator asks itself', (id) => {
      expect(sources.some((source) => source.includes(`'${id}'`))).toBe(true);
    });

    it('are each served by the adapter in the conformance suite, which lists none by name', () => {
      expect(conformance).toContain(`src/adapters/${vendor}/readings.ts`);
      expect(conformance).toMatch(/flatMap\(\(\{ id, readings: possible \}\) =>\s*possible\.map\(/);
      expect(conformance).toMatch(/describe\.each\((every|forms|choices|\[\.\.\.)/);
    });
  },
);
