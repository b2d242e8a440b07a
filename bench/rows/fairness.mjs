// One caller at its worst within its rights, and the plain reads of another.
import { ATTACK_NAMES, compare, startSetting } from '../fairness/run.mjs';

const MOST_TIMES = 1.2;

export async function fairness() {
  const setting = await startSetting();
  const rows = [];
  for (const attack of ATTACK_NAMES)
    for (const transport of ['http', 'socket']) {
      const { without, during, answered } = await compare(setting, attack, transport, {
        turns: 5,
        milliseconds: 2_000,
      });
      process.stderr.write(`  ${attack} over ${transport}: ${JSON.stringify(answered)}\n`);
      rows.push({
        what: `p99 of plain reads over ${transport} while another caller sends its worst: ${attack}`,
        target: 'at most 1.2 times',
        measured: `${(during / without).toFixed(2)} times (${without.toFixed(1)} and ${during.toFixed(1)} ms)`,
        ok: during / without <= MOST_TIMES,
      });
    }
  await setting.stop();
  return rows;
}
