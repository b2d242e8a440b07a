/**
 * What tracing adds to an operation, turn by turn in one process: begin, context, root field of the plan and end, without
 * traces and with a share of the operations recorded and exported. Prints the CPU microseconds of each turn.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'graphql';
import { Executor } from '../../src/executor/executor.ts';
import { RequestContext } from '../../src/server/request-context.ts';
import { startTracing } from '../../src/server/tracing.ts';
import { buildItems } from './items.ts';

const [TURNS, OPERATIONS, PIECE] = [25, 4_000, 200];
const shared = { trail: { of: () => undefined } } as unknown as ConstructorParameters<typeof RequestContext>[0];
const caller = { id: 'bench' } as unknown as ConstructorParameters<typeof RequestContext>[1];
const document = parse('{ items { id name email state calls ratio active extension startedAt priority } }');
const { TRACES = '' } = process.env;

/** Runs operations, of which a share is recorded; answers the CPU microseconds of each, the export included. */
async function arm(sampleRatio: number | null) {
  const schema = buildItems();
  const settings = { url: TRACES, headers: {}, serviceName: 'bench', toVendors: true };
  const tracing = sampleRatio === null ? undefined : await startTracing({ ...settings, sampleRatio });
  tracing?.traceFields(schema);
  const executor = new Executor(schema);
  return async () => {
    const before = process.cpuUsage();
    for (let at = 0; at < OPERATIONS; at += 1) {
      const requestId = randomUUID();
      tracing?.begin(requestId, {});
      const context = new RequestContext(shared, caller, { requestId }, { signal: new AbortController().signal });
      await executor.prepare({ document, operationName: undefined, variables: {} })?.(context);
      tracing?.end(requestId, { kind: 'query', outcome: 'ok' });
      // A batch of spans is exported meanwhile.
      if (at % PIECE === 0) await sleep(5);
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / OPERATIONS;
  };
}

const arms = { off: await arm(null), tenth: await arm(0.1), all: await arm(1) };
for (let turn = -3; turn < TURNS; turn += 1) {
  const costs: Record<string, number> = {};
  for (const [name, run] of Object.entries(arms)) costs[name] = await run();
  // The first turns are slower, as the code is compiled.
  if (turn >= 0) console.log(`turn ${JSON.stringify(costs)}`);
}
console.log('done');
process.exit();
