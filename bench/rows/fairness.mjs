// One caller at its worst within its rights, and the plain reads of another. The environment's ATTACKS names some of the
// attacks, PAIRS says how many pairs of windows each takes, of three seconds a pair.
import { isEncrypted } from '../fairness/attacks.mjs';
import { verdictOf } from '../fairness/interval.mjs';
import { ATTACK_NAMES, compare, startSetting } from '../fairness/run.mjs';

const MOST_TIMES = 1.2;
const WINDOWS = { slices: Number(process.env.PAIRS ?? 18), milliseconds: 1_200, settle: 300 };

/** What is compared. The controls show what the measurement itself adds: its noise, and the machine's load. */
const COMPARISONS = [
  { what: 'no attack', attack: 'unpaged', during: 'nowhere' },
  { what: 'another gateway is attacked: unpaged', attack: 'unpaged', during: 'elsewhere' },
  ...ATTACK_NAMES.map((attack) => ({ what: `another caller does its worst: ${attack}`, attack, during: 'here' })),
];

const shown = ({ middle, lower, upper }) => `${middle.toFixed(2)} times (${lower.toFixed(2)} to ${upper.toFixed(2)})`;

function rowsOf({ what, during }, results) {
  return ['http', 'socket'].map((transport) => {
    const { without, during: then, single, pooled, pairs } = results[transport];
    const times = `${without.toFixed(1)} and ${then.toFixed(1)} ms`;
    const verdict = verdictOf({ single, pooled, pairs }, MOST_TIMES);
    return {
      what: `p99 of plain reads over ${transport} while ${what}`,
      target: during === 'here' ? 'at most 1.2 times' : 'control',
      measured: `${shown(single)}; all windows together ${shown(pooled)}, ${times}`,
      ok: during === 'here' ? verdict : `control: ${verdict === true ? 'yes' : verdict || 'NO'}`,
    };
  });
}

async function measure(setting, comparison) {
  await setting.probe();
  const results = await compare(setting, comparison.attack, { ...WINDOWS, during: comparison.during });
  const { blocked } = await setting.probe();
  const facts = `${results.reads} reads, blocked ${blocked.toFixed(0)} ms at most, ${JSON.stringify(results.answered)}`;
  process.stderr.write(`  ${comparison.what}: ${facts}\n`);
  return rowsOf(comparison, results);
}

/** Compares every attack, or those that the environment's ATTACKS names; those on TLS at gateways of their own. */
export async function fairness() {
  const chosen = process.env.ATTACKS?.split(',');
  const wanted = COMPARISONS.filter(({ attack }) => !chosen || chosen.includes(attack));
  const rows = [];
  for (const isTls of [false, true]) {
    const comparisons = wanted.filter(({ attack }) => isEncrypted(attack) === isTls);
    if (comparisons.length === 0) continue;
    const setting = await startSetting({ isMeasured: true, isTls });
    if (!setting.isSeparate) process.stderr.write('  the clients share the processor of the gateway\n');
    for (const comparison of comparisons) rows.push(...(await measure(setting, comparison)));
    await setting.stop();
  }
  return rows;
}
