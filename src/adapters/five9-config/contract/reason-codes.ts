import { mutation, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { reasonCode, reasonCodeType } from './types/reason-codes.ts';

const reasonCodeName = required(string, 'Name of the reason code.');
const type = required(reasonCodeType, 'The change of presence that the code is for.');

/** Why an agent is not ready or logs out. */
export const reasonCodes = {
  createReasonCode: mutation('Creates a reason code.', {
    page: 206,
    input: { reasonCode: required(reasonCode, 'The reason code.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.ObjectAlreadyExistsFault,
      faults.ReasonCodeCountLimitExceededFault,
    ],
    quota: 'Modify',
  }),
  deleteReasonCode: mutation('Deletes a reason code by its name alone.', {
    page: 206,
    input: { reasonCodeName },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
    deprecated: 'Use deleteReasonCodeByType.',
  }),
  deleteReasonCodeByType: mutation('Deletes a reason code.', {
    page: 207,
    input: { reasonCodeName, type },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  getReasonCode: query('One reason code by its name alone.', {
    page: 207,
    input: { reasonCodeName },
    output: reasonCode,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Query',
    deprecated: 'Use getReasonCodeByType.',
  }),
  getReasonCodeByType: query('One reason code.', {
    page: 207,
    input: { reasonCodeName, type },
    output: reasonCode,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Query',
  }),
  modifyReasonCode: mutation('Changes a reason code.', {
    page: 208,
    input: { reasonCode: required(reasonCode, 'The changed reason code, identified by its name.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
};
