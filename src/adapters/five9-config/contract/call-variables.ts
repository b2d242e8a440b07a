import { list, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { callVariable, callVariablesGroup } from './types/call-variables.ts';

const name = required(string, 'Name of the group.');
const description = optional(string, 'The purpose of the group.');
const namePattern = optional(string, 'Name or regular expression; all when left out.', { meaning: 'pattern' });

/** Call variables and their groups. */
export const callVariables = {
  createCallVariable: mutation('Creates a call variable.', {
    page: 139,
    input: { variable: required(callVariable, 'The variable.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ObjectAlreadyExistsFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  createCallVariablesGroup: mutation('Creates a group of call variables.', {
    page: 139,
    input: { name, description },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectAlreadyExistsFault],
    quota: 'Modify',
  }),
  deleteCallVariable: mutation('Deletes a call variable.', {
    page: 139,
    input: { name: required(string, 'Name of the variable.'), groupName: required(string, 'Group it is in.') },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
  deleteCallVariablesGroup: mutation('Deletes a group of call variables.', {
    page: 140,
    input: { name },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ObjectInUseFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  getCallVariableGroups: query('Groups of call variables whose names match.', {
    page: 140,
    input: { namePattern },
    output: list(callVariablesGroup),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  getCallVariables: query('Call variables whose names match.', {
    page: 140,
    input: { namePattern, groupName: optional(string, 'Group they are in.') },
    output: list(callVariable),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault, faults.ObjectNotFoundFault],
    quota: 'Query',
  }),
  modifyCallVariable: mutation('Replaces the call variable of that name.', {
    page: 141,
    input: { variable: required(callVariable, 'The changed variable, identified by its name.') },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
  modifyCallVariablesGroup: mutation('Changes the description of a group of call variables.', {
    page: 141,
    input: { name, description },
    faults: [...everyCall, ...argumentFaults, faults.ConcurrentModificationFault, faults.ObjectNotFoundFault],
    quota: 'Modify',
  }),
};
