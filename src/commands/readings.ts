import type { Reading } from '../adapters/readings.ts';
import type { Vendor } from '../adapters/vendor.ts';
import { vendors } from '../adapters/vendors.ts';
import { simulators } from '../simulators/simulators.ts';
import type { CommandOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

function section(
  vendor: string,
  { id, open, readings, default: usual, printed, source, setting }: Reading,
): readonly string[] {
  const plays = simulators.find((simulator) => simulator.vendor === vendor)?.plays?.includes(id);
  const remarks = (reading: string) =>
    [reading === usual && 'default', reading === printed && 'as printed'].filter(Boolean).join(', ');
  return [
    `## ${id}`,
    '',
    open,
    '',
    '| Reading | Meaning | |',
    '| --- | --- | --- |',
    ...readings.map((reading) => `| \`${reading.id}\` | ${cell(reading.meaning)} | ${remarks(reading.id)} |`),
    '',
    `Source: ${source}.`,
    setting
      ? `An account chooses with \`readings: { ${id}: ${readings.map((one) => one.id).join(' | ')} }\`.`
      : 'The gateway reads each of them; there is nothing to configure.',
    plays ? `Played by \`crosspoint simulate ${vendor} --reading ${id}=…\`.` : 'The simulator plays the default only.',
    '',
  ];
}

/** A vendor's page: what its documents leave open, as Markdown. */
function pageOf({ key, readings }: Vendor): string {
  return [
    `# ${key}: what the guide leaves open`,
    '',
    'Emitted from the `readings.ts` of the vendor by `npm run schema`; not edited by hand.',
    '',
    ...readings.flatMap((reading) => section(key, reading)),
  ].join('\n');
}

/** Prints what a vendor's documents leave open, and which readings there are. */
export async function printReadings(_: CommandOptions, [word]: readonly string[]): Promise<number> {
  const vendor = vendors.find(({ key }) => key === word);
  const names = vendors.map(({ key }) => key).join(', ');
  if (!vendor) throw new UsageError(`readings needs one of: ${names}`);
  process.stdout.write(pageOf(vendor));
  return 0;
}
