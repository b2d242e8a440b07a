/** Steps in which the regular expressions of one request are judged: some 40 ms on a slow machine. */
const STEPS = 300_000;

/** Thrown inside this folder and its caller only: what is left of a budget does not suffice. */
export class BudgetSpent extends Error {}

/** Bounds the work of judging regular expressions of one request, however many it sends. */
export class PatternBudget {
  #left: number;

  constructor(steps = STEPS) {
    this.#left = steps;
  }

  /** Takes steps. Throws BudgetSpent. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BudgetSpent();
  }
}

let current: PatternBudget | undefined;

/** The budget of the input that is being checked; a separate one for a pattern that is checked alone. */
export function patternBudget(): PatternBudget {
  return current ?? new PatternBudget();
}

/** Checks an input, its regular expressions at the expense of a budget. */
export function withPatternBudget(budget: PatternBudget | undefined, check: () => void): void {
  const before = current;
  current = budget ?? new PatternBudget();
  try {
    check();
  } finally {
    current = before;
  }
}
