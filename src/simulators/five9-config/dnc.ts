import { DateTime } from 'luxon';
import type { Answers } from './answers.ts';
import { fail } from './collection.ts';
import type { Domain } from './domain.ts';

/** Most numbers of one request (guide p. 192). */
const MOST_NUMBERS = 50_000;
const ZONE = 'America/Los_Angeles';
/** Numbers may be added from this hour until that one (guide p. 186). */
const OPENS = 23;
const CLOSES = 6;

function checked({ numbers: rules }: Domain, numbers: readonly string[]): string[] {
  if (numbers.length > MOST_NUMBERS) fail('TooManyItemsFault', `There are more than ${MOST_NUMBERS} numbers.`);
  const cleaned = numbers.map((number) => rules.stored(number));
  const problem = cleaned.map((number) => rules.problem(number)).find((found) => found !== null);
  if (problem) fail('IncorrectArgumentFault', problem);
  return cleaned;
}

/** The numbers that are not to be called. */
export function dncAnswers(domain: Domain): Answers {
  const numbers = domain.doNotCall;
  return {
    addNumbersToDnc({ numbers: input }) {
      const { hour } = DateTime.fromJSDate(domain.centre.now(), { zone: ZONE });
      if (hour >= CLOSES && hour < OPENS)
        fail('ExecutionRestrictionFault', 'Numbers can be added only from 11 PM until 6 AM Pacific Time.');
      const before = numbers.size;
      for (const number of checked(domain, input)) numbers.add(number);
      return numbers.size - before;
    },
    checkDncForNumbers: ({ numbers: input }) =>
      [...new Set(checked(domain, input))].filter((number) => numbers.has(number)),
    removeNumbersFromDnc({ numbers: input }) {
      for (const number of checked(domain, input)) numbers.delete(number);
      return 0;
    },
  };
}
