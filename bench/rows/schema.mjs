// The share of the types of Five9's configuration service in building the schema, in a separate process each time.
import { start } from '../lib/child.mjs';
import { built } from '../lib/setting.mjs';

const ROUNDS = 5;

async function buildOnce(which) {
  const child = start(built('schema/build'), [which]);
  const [, took, types] = await child.says(/took ([\d.]+) ms for (\d+) types/);
  await child.stop();
  return { took: Number(took), types: Number(types) };
}

const middle = (numbers) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

export async function schema() {
  const [all, without] = [[], []];
  let types = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const whole = await buildOnce('all');
    types = whole.types;
    all.push(whole.took);
    without.push((await buildOnce('without')).took);
  }
  const [whole, rest] = [middle(all), middle(without)];
  return [
    {
      what: `${types} types of five9Config_*: what they add to loading the contracts and building the schema`,
      target: 'at most 1 s',
      measured: `${(whole - rest).toFixed(0)} ms (${whole.toFixed(0)} with, ${rest.toFixed(0)} without)`,
      ok: whole - rest <= 1000,
    },
  ];
}
