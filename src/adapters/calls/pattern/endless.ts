/**
 * Detects regular expressions on which a backtracking engine can take exponential time: where a loop can match one
 * text in two ways, each further round doubles the ways to try. The ways are those of the position automaton, in
 * which every atom is a state. Vendors run such patterns, so an endless one would stop their service, not this process.
 *
 * Fallback: a pattern longer than LONGEST_PATTERN, or one that takes more than MOST_STEPS, is refused like an
 * endless one; when the budget of the request is spent (budget.ts), the request is refused. Results are cached.
 * Cost: at most the 300,000 steps of a request's budget, some 40 ms on a slow machine; it never runs a pattern.
 */
import { LRUCache } from 'lru-cache';
import { BudgetSpent, PatternBudget, patternBudget } from './budget.ts';
import { type PatternPart, readPattern } from './read.ts';

/** The first and last atoms of a part, and whether it can be empty. */
interface Span {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly empty: boolean;
}

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
/** Rounds from which a counted loop is as good as an endless one. */
const MANY_ROUNDS = 10;
/** Characters of the longest pattern that is judged. */
export const LONGEST_PATTERN = 500;
/** A pattern that takes more steps to judge is refused as endless. */
const MOST_STEPS = 200_000;

const EMPTY: Span = { first: [], last: [], empty: true };

/** The steps of one pattern, taken from those of its request. */
class Steps {
  readonly #ofPattern = new PatternBudget(MOST_STEPS);

  constructor(private readonly ofRequest: PatternBudget) {}

  /** Throws BudgetSpent; `isTooMany` where the pattern alone takes more than any may. */
  spend(steps: number): void {
    try {
      this.#ofPattern.spend(steps);
    } catch {
      this.isTooMany = true;
    }
    this.ofRequest.spend(steps);
    if (this.isTooMany) throw new BudgetSpent();
  }

  isTooMany = false;
}

class Automaton {
  readonly atoms: string[] = [];
  readonly follow: Set<number>[] = [];
  /** A step that can be made in two ways by itself, as in `(a+)+`. */
  doubled = false;

  constructor(private readonly steps: Steps) {}

  span(part: PatternPart, looped = false): Span {
    switch (part.kind) {
      case 'nothing':
        return EMPTY;
      case 'atom':
        this.follow.push(new Set());
        return this.single(this.atoms.push(part.source) - 1);
      case 'choice':
        return part.parts.map((inner) => this.span(inner, looped)).reduce(either);
      case 'sequence':
        return part.parts.map((inner) => this.span(inner, looped)).reduce((one, next) => this.joined(one, next), EMPTY);
      case 'repeat':
        return this.repeated(part, looped);
    }
  }

  private single(at: number): Span {
    return { first: [at], last: [at], empty: false };
  }

  private joined(one: Span, next: Span): Span {
    this.link(one.last, next.first);
    return {
      first: one.empty ? [...one.first, ...next.first] : one.first,
      last: next.empty ? [...one.last, ...next.last] : next.last,
      empty: one.empty && next.empty,
    };
  }

  private repeated({ of, least, most }: PatternPart & { kind: 'repeat' }, looped: boolean): Span {
    const counted = most > 1 && most !== least;
    const loops = most === Infinity || (counted && (looped || most >= MANY_ROUNDS));
    const span = this.span(of, looped || loops);
    if (loops) this.link(span.last, span.first);
    return { ...span, empty: span.empty || least === 0 };
  }

  private link(from: readonly number[], to: readonly number[]): void {
    this.steps.spend(from.length * to.length);
    for (const one of from)
      for (const next of to) {
        this.doubled ||= this.follow[one]?.has(next) ?? false;
        this.follow[one]?.add(next);
      }
  }
}

function either(one: Span, other: Span): Span {
  return {
    first: [...one.first, ...other.first],
    last: [...one.last, ...other.last],
    empty: one.empty || other.empty,
  };
}

/** The characters, of the tested ones, that each atom matches; null where the engine cannot test them. */
function charactersOf(
  atoms: readonly string[],
  pattern: string,
  steps: Steps,
): readonly (ReadonlySet<string> | null)[] {
  const worth = [...new Set([...ASCII, ...'é中٣', ...pattern])];
  const flags = /\(\?\w*i/.test(pattern) ? 'is' : 's';
  const known = new Map<string, ReadonlySet<string> | null>();
  const charactersOfOne = (source: string) => {
    steps.spend(worth.length);
    try {
      const atom = new RegExp(`^(?:${source})$`, flags);
      return new Set(worth.filter((character) => atom.test(character)));
    } catch {
      return null;
    }
  };
  return atoms.map((source) => {
    const characters = known.has(source) ? known.get(source) : charactersOfOne(source);
    known.set(source, characters ?? null);
    return characters ?? null;
  });
}

/** Everything that can be reached from some numbers. */
function reached(from: readonly number[], onward: (at: number) => Iterable<number>, steps: Steps): Set<number> {
  const seen = new Set(from);
  for (const at of seen)
    for (const next of onward(at)) {
      steps.spend(1);
      seen.add(next);
    }
  return seen;
}

/** Whether one character can match both of two atoms. */
function overlaps(atoms: readonly string[], pattern: string, steps: Steps): (one: number, other: number) => boolean {
  const characters = charactersOf(atoms, pattern, steps);
  const known = new Map<number, boolean>();
  const look = (some: ReadonlySet<string> | null | undefined, more: ReadonlySet<string> | null | undefined) =>
    !some || !more || [...some].some((character) => more.has(character));
  return (one, other) => {
    const pair = one * atoms.length + other;
    const found = known.get(pair) ?? look(characters[one], characters[other]);
    known.set(pair, found);
    return found;
  };
}

/** Whether two different walks through one loop read the same text and meet again. */
function isAmbiguous({ atoms, follow }: Automaton, pattern: string, steps: Steps): boolean {
  const count = atoms.length;
  const meet = overlaps(atoms, pattern, steps);
  const ahead = atoms.map((_, at) => reached([...(follow[at] ?? [])], (next) => follow[next] ?? [], steps));
  const loops = (from: number, to: number) => ahead[to]?.has(from) ?? false;
  const isOne = (pair: number) => Math.floor(pair / count) === pair % count;
  const back = new Map<number, number[]>();
  // A pair of states that both walks are in, as one number.
  function* onward(pair: number): Iterable<number> {
    const [one, other] = [Math.floor(pair / count), pair % count];
    for (const next of follow[one] ?? [])
      for (const beside of follow[other] ?? []) {
        steps.spend(1);
        if (!meet(next, beside) || !loops(one, next) || !loops(other, beside)) continue;
        const to = next * count + beside;
        const before = back.get(to) ?? [];
        before.push(pair);
        back.set(to, before);
        yield to;
      }
  }
  const beginnings = atoms.map((_, at) => at).filter((at) => loops(at, at));
  const pairs = reached(
    beginnings.map((at) => at * count + at),
    onward,
    steps,
  );
  const returning = reached([...pairs].filter(isOne), (pair) => back.get(pair) ?? [], steps);
  return [...returning].some((pair) => !isOne(pair));
}

/** Results of earlier patterns, because few patterns recur often. */
const judged = new LRUCache<string, boolean>({ max: 500 });

/** Whether a backtracking engine may need a time that doubles with every further character. Throws BudgetSpent. */
export function mayNeverEnd(pattern: string): boolean {
  if (pattern.length > LONGEST_PATTERN) return true;
  const known = judged.get(pattern) ?? judge(pattern, new Steps(patternBudget()));
  judged.set(pattern, known);
  return known;
}

function judge(pattern: string, steps: Steps): boolean {
  try {
    return readPattern(pattern).some((part) => {
      const automaton = new Automaton(steps);
      automaton.span(part);
      return automaton.doubled || isAmbiguous(automaton, pattern, steps);
    });
  } catch (thrown) {
    if (thrown instanceof BudgetSpent && steps.isTooMany) return true;
    throw thrown;
  }
}
