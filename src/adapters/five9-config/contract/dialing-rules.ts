import { list, mutation, optional, query, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { dialingRule } from './types/dialing.ts';

/** When which regions may be dialed. */
export const dialingRules = {
  getDialingRules: query('Dialing rules whose names match.', {
    page: 175,
    input: { namePattern: optional(string, 'Regular expression; all when left out.', { meaning: 'pattern' }) },
    output: list(dialingRule),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  setDialingRules: mutation('Creates, replaces and deletes dialing rules.', {
    page: 175,
    input: {
      setRules: optional(list(dialingRule), 'Rules to create, or to put in the place of those with the same name.'),
      removeRules: optional(list(string), 'Names of rules to delete.'),
    },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault],
    quota: 'Modify',
  }),
};
