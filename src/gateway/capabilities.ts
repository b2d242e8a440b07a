/** The capabilities of each vendor in the unified plane, computed from the adapters. */

import { capabilityWord } from '../../schema/acts/acts.ts';
import { Capability } from '../../schema/enums.ts';
import { rolesOf } from '../adapters/roles.ts';
import type { Vendor } from '../adapters/vendor.ts';

const DEPENDENCIES = { log: { debug() {}, info() {}, warn() {}, error() {} }, now: () => new Date(0) };

/** Each vendor's capabilities by its key, read from an example account that makes no call. */
async function capabilitiesOf(vendors: readonly Vendor[]): Promise<ReadonlyMap<string, ReadonlySet<Capability>>> {
  const entries = vendors.map(async ({ key, settings, example, connect }) => {
    const adapter = connect('example', settings.parse(example), DEPENDENCIES);
    const capabilities = new Set(rolesOf(adapter).map(capabilityWord));
    await adapter.close();
    return [key, capabilities] as const;
  });
  return new Map(await Promise.all(entries));
}

/** The table of capabilities and vendors as lines of Markdown. */
export async function capabilityTable(vendors: readonly Vendor[]): Promise<readonly string[]> {
  const served = await capabilitiesOf(vendors);
  const keys = [...served.keys()];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    '## The unified plane, by vendor',
    '',
    row(['Capability', ...keys]),
    row(['---', ...keys.map(() => ':-:')]),
    ...Object.keys(Capability).map((word) =>
      row([`\`${word}\``, ...keys.map((key) => (served.get(key)?.has(word as Capability) ? '✓' : ''))]),
    ),
    '',
  ];
}
