/**
 * Detects regular expressions on which a backtracking engine can take exponential time: where a loop can match one
 * text in two ways, each further round doubles the ways to try. The ways are those of the position automaton, in
 * which every atom is a state.
 */
import { LRUCache } from 'lru-cache';
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
/** What is longer, or takes more steps to judge, may never end for all we know. */
const LONGEST = 500;
const MOST_STEPS = 1_000_000;

const EMPTY: Span = { first: [], last: [], empty: true };

class Automaton {
  readonly atoms: string[] = [];
  readonly follow: Set<number>[] = [];
  /** A step that can be made in two ways by itself, as in `(a+)+`. */
  doubled = false;

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
function charactersOf(atoms: readonly string[], pattern: string): readonly (ReadonlySet<string> | null)[] {
  const worth = [...new Set([...ASCII, ...'é中٣', ...pattern])];
  const flags = /\(\?\w*i/.test(pattern) ? 'is' : 's';
  return atoms.map((source) => {
    try {
      const atom = new RegExp(`^(?:${source})$`, flags);
      return new Set(worth.filter((character) => atom.test(character)));
    } catch {
      return null;
    }
  });
}

/** Everything that can be reached from some numbers. */
function reached(from: readonly number[], steps: (at: number) => Iterable<number>): Set<number> {
  const seen = new Set(from);
  for (const at of seen) for (const next of steps(at)) seen.add(next);
  return seen;
}

/** Whether one character can match both of two atoms. */
function overlaps(atoms: readonly string[], pattern: string): (one: number, other: number) => boolean {
  const characters = charactersOf(atoms, pattern);
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
function isAmbiguous({ atoms, follow }: Automaton, pattern: string): boolean {
  const count = atoms.length;
  const meet = overlaps(atoms, pattern);
  const ahead = atoms.map((_, at) => reached([...(follow[at] ?? [])], (next) => follow[next] ?? []));
  const loops = (from: number, to: number) => ahead[to]?.has(from) ?? false;
  const isOne = (pair: number) => Math.floor(pair / count) === pair % count;
  const back = new Map<number, number[]>();
  let steps = 0;
  // A pair of states that both walks are in, as one number.
  function* onward(pair: number): Iterable<number> {
    const [one, other] = [Math.floor(pair / count), pair % count];
    for (const next of follow[one] ?? [])
      for (const beside of follow[other] ?? []) {
        if (++steps > MOST_STEPS) return;
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
  );
  if (steps > MOST_STEPS) return true;
  const returning = reached([...pairs].filter(isOne), (pair) => back.get(pair) ?? []);
  return [...returning].some((pair) => !isOne(pair));
}

/** Results of earlier patterns, because few patterns recur often. */
const judged = new LRUCache<string, boolean>({ max: 500 });

/** Whether a backtracking engine may need a time that doubles with every further character. */
export function mayNeverEnd(pattern: string): boolean {
  if (pattern.length > LONGEST) return true;
  const known = judged.get(pattern) ?? judge(pattern);
  judged.set(pattern, known);
  return known;
}

function judge(pattern: string): boolean {
  return readPattern(pattern).some((part) => {
    const automaton = new Automaton();
    automaton.span(part);
    return automaton.doubled || isAmbiguous(automaton, pattern);
  });
}
