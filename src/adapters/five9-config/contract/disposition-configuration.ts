import { list, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { disposition } from './types/dispositions.ts';

const dispositionName = required(string, 'Name of the disposition.');

/** The dispositions of the domain. */
export const dispositionConfiguration = {
  createDisposition: mutation('Creates a disposition.', {
    page: 176,
    input: { disposition: required(disposition, 'The disposition.') },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.DispositionAlreadyExistsFault],
    quota: 'Modify',
  }),
  getDisposition: query('One disposition.', {
    page: 176,
    input: { dispositionName },
    output: disposition,
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.DispositionNotFoundFault],
    quota: 'Query',
  }),
  getDispositions: query('Dispositions whose names match.', {
    page: 176,
    input: {
      dispositionNamePattern: optional(string, 'Regular expression; all when left out.', { meaning: 'pattern' }),
    },
    output: list(disposition),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  modifyDisposition: mutation('Changes a disposition.', {
    page: 177,
    input: { disposition: required(disposition, 'The changed disposition, identified by its name.') },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.DispositionNotFoundFault],
    quota: 'Modify',
  }),
  removeDisposition: mutation('Deletes a disposition.', {
    page: 177,
    input: { dispositionName },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.DispositionNotFoundFault],
    quota: 'Modify',
  }),
  renameDisposition: mutation('Gives a disposition another name.', {
    page: 178,
    input: { dispositionName, dispositionNewName: required(string, 'Name from now on.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.DispositionAlreadyExistsFault,
      faults.DispositionNotFoundFault,
    ],
    quota: 'Modify',
  }),
};
