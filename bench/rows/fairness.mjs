// One caller at its worst within its rights, and the plain reads of another.
import { ATTACK_NAMES, compare, startSetting } from '../fairness/run.mjs';

const MOST_TIMES = 1.2;
const WINDOWS = { slices: 12, milliseconds: 800, settle: 300 };

/** What is compared. The controls show what the measurement itself adds: its noise, and the machine's load. */
const COMPARISONS = [
  { what: 'no attack', attack: 'unpaged', during: 'nowhere' },
  { what: 'another gateway is attacked: unpaged', attack: 'unpaged', during: 'elsewhere' },
  ...ATTACK_NAMES.map((attack) => ({ what: `another caller sends its worst: ${attack}`, attack, during: 'here' })),
];

function rowsOf({ what, during }, results) {
  return ['http', 'socket'].map((transport) => {
    const { without, during: then } = results[transport];
    const times = then / without;
    return {
      what: `p99 of plain reads over ${transport} while ${what}`,
      target: during === 'here' ? 'at most 1.2 times' : 'control',
      measured: `${times.toFixed(2)} times (${without.toFixed(1)} and ${then.toFixed(1)} ms)`,
      ok: during === 'here' ? times <= MOST_TIMES : 'control',
    };
  });
}

/** Compares every attack, or those that the environment's ATTACKS names. */
export async function fairness() {
  const chosen = process.env.ATTACKS?.split(',');
  const setting = await startSetting({ isMeasured: true });
  if (!setting.isSeparate) process.stderr.write('  the clients share the processor of the gateway\n');
  const rows = [];
  for (const comparison of COMPARISONS.filter(({ attack }) => !chosen || chosen.includes(attack))) {
    await setting.probe();
    const results = await compare(setting, comparison.attack, { ...WINDOWS, during: comparison.during });
    const { blocked } = await setting.probe();
    const facts = `${results.reads} reads, blocked ${blocked.toFixed(0)} ms at most, ${JSON.stringify(results.answered)}`;
    process.stderr.write(`  ${comparison.what}: ${facts}\n`);
    rows.push(...rowsOf(comparison, results));
  }
  await setting.stop();
  return rows;
}
