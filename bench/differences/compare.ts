// Compares answers of the compiled executor with those of graphql-js, byte for byte: a corpus on faulty data, and
// random queries.
import { parse, validate } from 'graphql';
import { Executor } from '../../src/executor/executor.ts';
import { type Asked, answersOf } from '../../test/executor/compare.ts';
import { QUERIES, randomQuery, SEEDS, SHARES } from '../../test/executor/queries.ts';
import { buildWorld } from '../../test/executor/world.ts';

const RANDOM = 1_000;

const schema = buildWorld();
// Answers from interpreted readers and from generated ones.
const executors = [new Executor(schema), new Executor(schema, 0)];
let compared = 0;
let differing = 0;

async function compare(asked: Asked): Promise<void> {
  for (const executor of executors) {
    const { expected, answered } = await answersOf(schema, executor, asked);
    compared += 1;
    if (answered !== expected) differing += 1;
  }
}

for (const [, text] of QUERIES)
  for (const seed of SEEDS) for (const share of SHARES) await compare({ document: parse(text), seed, share });
for (let shape = 0; shape < RANDOM; shape += 1) {
  const { text, variables } = randomQuery(schema, shape);
  const document = parse(text);
  if (validate(schema, document).length > 0) continue;
  await compare({ document, variables, seed: shape, share: SHARES[shape % SHARES.length] });
}
console.log(`compared ${compared} answers, ${differing} differ`);
// Runs until it is stopped, so that its output is read first.
process.on('message', () => undefined);
