// Answers of the compiled executor that are not those of graphql-js.
import { start } from '../lib/child.mjs';
import { built } from '../lib/setting.mjs';

export async function differences() {
  const child = start(built('differences/compare'));
  const [, compared, differing] = (await child.says(/compared (\d+) answers, (\d+) differ/)).map(Number);
  await child.stop();
  return [
    {
      what: 'answers differing from graphql-js, over queries with errors, unions and coercion',
      target: '0',
      measured: `${differing} of ${compared.toLocaleString('en')}`,
      ok: differing === 0 && compared > 0,
    },
  ];
}
