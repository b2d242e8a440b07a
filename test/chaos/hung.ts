/** How much one hung vendor delays reads of the others, in windows that alternate with windows in which it answers. */
import { setTimeout as wait } from 'node:timers/promises';
import { ask } from './callers.ts';
import type { Promised } from './judge.ts';
import type { World } from './world.ts';

const WINDOW_MS = 4_000;
const READERS = 4;
const READ_EVERY_MS = 10;
const ASK_ALL_EVERY_MS = 500;
/** Share by which the 99th percentile may be higher, beside what two equal windows differ by. */
const ALLOWED = 0.05;
/** Fewer reads of a kind have no 99th percentile worth a comparison. */
const LEAST_READS = 400;

type Kind = 'first' | 'hung' | 'second';

function percentile(times: readonly number[], share: number): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length * share)] ?? 0;
}

/** Accounts whose calls one request to their vendor lists, so that the machine is not what is measured. */
const READ_ACCOUNTS = ['remote-control', 'recorder'];
const READ = `query ($accounts: [String!]) {
  calls(first: 10, filter: { accounts: $accounts }) { edges { node { id } } }
}`;
const READ_ALL = '{ campaigns(first: 10) { edges { node { id } } } }';

/** Measures for so long; the third kind of window is the control, as quiet as the first. */
export async function measureHung({ vendors, gateways }: World, milliseconds: number): Promise<Promised> {
  const hung = vendors.find(({ name }) => name === 'engage');
  const url = gateways[1]?.url ?? '';
  const times: Record<Kind, number[]> = { first: [], hung: [], second: [] };
  let kind: Kind | null = null;
  let isOver = false;
  const read = async (account: string) => {
    while (!isOver) {
      const [of, began] = [kind, performance.now()];
      await ask(url, READ, { accounts: [account] });
      if (of) times[of].push(performance.now() - began);
      await wait(READ_EVERY_MS);
    }
  };
  const askAll = async () => {
    while (!isOver) {
      void ask(url, READ_ALL);
      await wait(ASK_ALL_EVERY_MS);
    }
  };
  const running = [...Array.from({ length: READERS }, (_, each) => read(READ_ACCOUNTS[each % 2] ?? '')), askAll()];
  const end = Date.now() + milliseconds;
  const kinds: readonly Kind[] = ['first', 'hung', 'second', 'hung'];
  for (let turn = 0; Date.now() < end; turn += 1) {
    kind = kinds[turn % kinds.length] ?? 'first';
    for (const line of hung?.lines ?? []) kind === 'hung' ? line.stick() : line.free();
    await wait(WINDOW_MS);
  }
  isOver = true;
  for (const line of hung?.lines ?? []) line.free();
  await Promise.all(running);
  return judge(times);
}

function judge(times: Readonly<Record<Kind, readonly number[]>>): Promised {
  const [first, second] = [percentile(times.first, 0.99), percentile(times.second, 0.99)];
  const quiet = percentile([...times.first, ...times.second], 0.99);
  const hung = percentile(times.hung, 0.99);
  const noise = Math.max(first, second) / Math.min(first, second) - 1;
  const more = hung / quiet - 1;
  const share = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value * 100).toFixed(0)} %`;
  const reads = times.first.length + times.second.length + times.hung.length;
  const isEnough = Object.values(times).every(({ length }) => length >= LEAST_READS);
  const figure = `${quiet.toFixed(1)} ms, hung ${hung.toFixed(1)} ms (${share(more)}); equal windows differ by ${share(noise)}; ${reads} reads`;
  const isBroken = isEnough && more > ALLOWED + noise;
  const broken = isBroken ? [`the 99th percentile is ${share(more)} while a vendor is hung`] : [];
  const promise = 'A hung vendor delays reads of the others by at most 5 % (99th percentile)';
  return { promise, figure, broken, isJudged: isEnough };
}
