import * as z from 'zod';

/** One possible meaning of what a guide leaves open. */
interface PossibleReading {
  /** Short name, used in settings and by `simulate --reading id=name`. */
  readonly id: string;
  /** The vendor's behaviour under this reading. */
  readonly meaning: string;
}

/** A question that a vendor's documents do not settle. */
export interface Reading {
  readonly id: string;
  /** The open question. */
  readonly open: string;
  readonly readings: readonly PossibleReading[];
  /** The reading that is taken unless an account chooses another; the id of one of `readings`. */
  readonly default: string;
  /** The reading that the guide's printed examples follow, where that is another than the default. */
  readonly printed?: string;
  /** Where the guide speaks of it, by page or line, or that it is silent. */
  readonly source: string;
  /** True where the adapter cannot serve every reading by itself, so that an account's `readings` setting chooses. */
  readonly setting?: true;
}

/** All that a vendor's documents leave open. */
export type Readings = readonly Reading[];

/** Chosen readings by the id of their question. */
export type ChosenReadings = Readonly<Record<string, string | undefined>>;

/** The reading that applies to a question: the chosen one, else the default. Throws for an unknown id. */
export function readingOf(readings: Readings, chosen: ChosenReadings | undefined, id: string): string {
  const question = readings.find((reading) => reading.id === id);
  if (!question) throw new Error(`There is no reading ${id}`);
  return chosen?.[id] ?? question.default;
}

/** The reading that an account takes of one question. */
export interface ReadingInUse {
  readonly question: Reading;
  readonly reading: PossibleReading;
  /** True where the account's settings chose it. */
  readonly isChosen: boolean;
}

/** The readings that an account takes, in the order of the questions. */
export function readingsInUse(readings: Readings, chosen: ChosenReadings): readonly ReadingInUse[] {
  return readings.flatMap((question) => {
    const id = readingOf(readings, chosen, question.id);
    const reading = question.readings.find((possible) => possible.id === id);
    return reading ? [{ question, reading, isChosen: chosen[question.id] !== undefined }] : [];
  });
}

/** The question, its readings and the one that is taken by default. */
function describeReading({ open, readings, default: usual }: Reading): string {
  const meanings = readings.map(({ id, meaning }) => `${id}: ${meaning}`);
  return [open, ...meanings, `Default: ${usual}.`].join(' ');
}

/** The shape of an account's `readings` setting: only questions that a setting may decide, only their readings. */
export function readingsShape(readings: Readings) {
  const choosable = readings.filter(({ setting }) => setting);
  const shape = Object.fromEntries(
    choosable.map((question) => [
      question.id,
      z
        .enum(question.readings.map(({ id }) => id))
        .optional()
        .describe(describeReading(question)),
    ]),
  );
  return z.strictObject(shape).default({});
}
