import { list, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { contactField } from './types/contacts.ts';

/** The columns of the contact database. */
export const contactFields = {
  createContactField: mutation('Creates a contact field. No campaign may run meanwhile.', {
    page: 167,
    input: { field: required(contactField, 'The field.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.ObjectAlreadyExistsFault,
      faults.ObjectsCountLimitExceededFault,
    ],
    quota: 'Modify',
  }),
  deleteContactField: mutation('Deletes a contact field. No campaign may run meanwhile.', {
    page: 167,
    input: { fieldName: required(string, 'Name of the field.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.ObjectInUseFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  getContactFields: query('Contact fields whose names match.', {
    page: 167,
    input: { namePattern: optional(string, 'Regular expression; all when left out.', { meaning: 'pattern' }) },
    output: list(contactField),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  modifyContactField: mutation('Changes a contact field. No campaign may run meanwhile.', {
    page: 168,
    input: { field: required(contactField, 'The changed field, identified by its name.') },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
};
