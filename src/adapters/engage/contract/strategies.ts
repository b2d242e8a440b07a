import { list, mutation, optional, query, required } from '../../contract.ts';
import {
  ARG_INVALID_CHAR,
  ARG_INVALID_DATA,
  ARG_INVALID_TYPE,
  ARG_NULL,
  ARG_TOO_LARGE,
  ATTRIBUTE_NULL,
  OBJECT_EXISTS,
  OBJECT_NOT_EXISTS,
  RESULT_TOO_LARGE,
} from './faults.ts';
import { org, outreachStrategy } from './types.ts';

/** Outreach strategies. */
export const strategies = {
  createOutreachStrategy: mutation('Makes an outreach strategy.', {
    input: {
      outreachStrategy: required(outreachStrategy, 'The new strategy, with an externalId.'),
      org: required(org, 'Whose it is to be.'),
    },
    output: outreachStrategy,
    faults: [
      ARG_INVALID_CHAR,
      ARG_INVALID_DATA,
      ARG_INVALID_TYPE,
      ARG_NULL,
      ARG_TOO_LARGE,
      OBJECT_EXISTS,
      OBJECT_NOT_EXISTS,
    ],
  }),
  deleteOutreachStrategy: mutation('Deletes an outreach strategy.', {
    input: { outreachStrategy: required(outreachStrategy, 'By internalId.') },
    faults: [ARG_NULL, OBJECT_NOT_EXISTS],
  }),
  showOutreachStrategy: query('One outreach strategy, whole.', {
    input: { outreachStrategy: required(outreachStrategy, 'By externalId and owner.') },
    output: outreachStrategy,
    faults: [ARG_NULL, OBJECT_NOT_EXISTS],
  }),
  listOutreachStrategy: query('Outreach strategies that are like a sample.', {
    input: {
      org: required(org, 'Whose strategies.'),
      sample: optional(
        outreachStrategy,
        'The attributes that they must have, all of them. All strategies without one.',
      ),
    },
    output: list(outreachStrategy, 'data'),
    faults: [ARG_INVALID_TYPE, ARG_NULL, ATTRIBUTE_NULL, OBJECT_NOT_EXISTS, RESULT_TOO_LARGE],
    cap: 100,
  }),
  changeOutreachStrategy: mutation('Changes attributes of an outreach strategy.', {
    input: { outreachStrategy: required(outreachStrategy, 'By internalId, with what is to be changed.') },
    output: outreachStrategy,
    faults: [ARG_INVALID_CHAR, ARG_INVALID_DATA, ARG_NULL, OBJECT_NOT_EXISTS],
    availability: 'Future',
  }),
};
