import { list, mutation, query, required } from '../../contract.ts';
import {
  ARG_INVALID,
  ARG_INVALID_TYPE,
  ARG_NULL,
  ATTRIBUTE_NULL,
  OBJECT_EXISTS,
  OBJECT_NOT_EXISTS,
  RESULT_TOO_LARGE,
} from './faults.ts';
import { complianceRule, org } from './types.ts';

const byId = required(complianceRule, 'By internalId.');

/** Compliance rules. At most 1,000 are available; those for regions belong to an enterprise. */
export const compliance = {
  createComplianceRule: mutation('Makes a compliance rule; its dates are of one year, the next one at most.', {
    input: {
      complianceRule: required(complianceRule, 'The new rule, with its type.'),
      org: required(org, 'Whose it is to be.'),
    },
    output: complianceRule,
    faults: [ARG_INVALID_TYPE, ARG_NULL, ATTRIBUTE_NULL, OBJECT_EXISTS, OBJECT_NOT_EXISTS],
  }),
  deleteComplianceRule: mutation('Deletes a compliance rule.', {
    input: { complianceRule: byId },
    faults: [ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS],
  }),
  showComplianceRule: query('One compliance rule.', {
    input: { complianceRule: byId },
    output: complianceRule,
    faults: [ARG_NULL, ATTRIBUTE_NULL, OBJECT_NOT_EXISTS],
  }),
  listComplianceRules: query('Compliance rules; for dates, from the beginning of last year.', {
    input: { org: required(org, 'Whose: an account or an enterprise.') },
    output: list(complianceRule, 'data'),
    faults: [ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS, RESULT_TOO_LARGE],
    cap: 1000,
  }),
  changeComplianceRule: mutation('Changes attributes of a compliance rule.', {
    input: { complianceRule: required(complianceRule, 'By internalId, with what is to be changed.') },
    output: list(complianceRule, 'data'),
    faults: [ARG_INVALID, ARG_INVALID_TYPE, ARG_NULL, OBJECT_NOT_EXISTS],
  }),
};
