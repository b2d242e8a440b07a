import { list, query } from '../../contract.ts';
import { anyCall, faults } from './faults.ts';
import { limitTimeoutState } from './types/limits.ts';

/** How many calls the domain may still make. */
export const domainLimits = {
  getCallCountersState: query('How many calls of each class were made and may be made; has no limit itself.', {
    page: 181,
    output: list(limitTimeoutState),
    faults: [...anyCall, faults.IncorrectArgumentFault, faults.OperationsLimitExceededFault, faults.SessionClosedFault],
  }),
};
