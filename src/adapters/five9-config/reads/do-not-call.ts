import type { Reads } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import type { Five9Client } from '../client.ts';

/** Numbers of one check (guide p. 192). */
const MOST_NUMBERS = 50_000;

async function check(client: Five9Client, numbers: readonly string[], ask: SendOptions): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < numbers.length; at += MOST_NUMBERS)
    found.push(...(await client.send('checkDncForNumbers', { numbers: numbers.slice(at, at + MOST_NUMBERS) }, ask)));
  return found;
}

/** A vendor that refuses a spelling stores no number in that spelling. */
async function checkUnlessRefused(client: Five9Client, numbers: readonly string[], ask: SendOptions) {
  try {
    return await check(client, numbers, ask);
  } catch (thrown) {
    if (thrown instanceof CrosspointError && thrown.code === 'INVALID_ARGUMENT') return null;
    throw thrown;
  }
}

/** Milliseconds for which a spelling that the vendor refused is not tried again. */
const REFUSED_FOR_MS = 3_600_000;

/** Until when spellings with and without a plus are not tried, by client. */
const refused = new WeakMap<Five9Client, Map<boolean, number>>();

const isPlus = (number: string) => number.startsWith('+');

/**
 * Checks further spellings in addition to the documented one, in one call; where they are refused together, those with
 * a plus are checked separately, and what was refused is left out of the next checks.
 */
async function checkOthers(client: Five9Client, numbers: readonly string[], ask: SendOptions): Promise<string[]> {
  const known = refused.get(client) ?? new Map<boolean, number>();
  refused.set(client, known);
  const tried = numbers.filter((number) => (known.get(isPlus(number)) ?? 0) <= performance.now());
  if (!tried.length) return [];
  const together = await checkUnlessRefused(client, tried, ask);
  if (together) return together;
  const found: string[] = [];
  for (const plus of [true, false]) {
    const kind = tried.filter((number) => isPlus(number) === plus);
    const isSingle = kind.length === tried.length;
    const listed = kind.length && !isSingle ? await checkUnlessRefused(client, kind, ask) : null;
    if (listed) found.push(...listed);
    else if (kind.length) known.set(plus, performance.now() + REFUSED_FOR_MS);
  }
  return found;
}

/**
 * The spellings of each number that are on the do-not-call list. The documented spelling of all numbers is one call, the
 * other spellings of those not found by it another, so that a number is never called absent because of its spelling.
 */
export async function listedSpellings(
  client: Five9Client,
  numbers: readonly string[],
  ask: SendOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const spellings = new Map(numbers.map((number) => [number, client.numberSpellings(number)] as const));
  const documented = [...new Set([...spellings.values()].map(([first = '']) => first))];
  const listed = new Set(await check(client, documented, ask));
  const others = [...new Set([...spellings.values()].flatMap(([, ...more]) => more))];
  for (const found of await checkOthers(client, others, ask)) listed.add(found);
  const known = new Set([...listed].flatMap((number) => client.numberSpellings(number)));
  const entries = [...spellings].filter(([, forms]) => forms.some((form) => known.has(form)));
  return new Map(entries.map(([number, forms]) => [number, forms.filter((form) => listed.has(form))]));
}

/** Which numbers are on the domain's do-not-call list. */
export function doNotCallReads(client: Five9Client): Pick<Reads, 'doNotCall'> {
  return { doNotCall: async (numbers, ask) => [...(await listedSpellings(client, numbers, ask)).keys()] };
}
