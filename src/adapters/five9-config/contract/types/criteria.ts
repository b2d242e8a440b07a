/** Conditions on contact fields and the order of records. */
import { boolean, enumeration, int, optional, string, struct } from '../../../contract.ts';

export const compareOperatorType = enumeration(
  'compareOperatorType',
  'How a contact field is compared.',
  {
    Contains: 'Holds the value.',
    DontContains: 'Does not hold the value; the wire spells it so.',
    IsNull: 'Is empty.',
    IsNotNull: 'Is not empty.',
    EndsWith: 'Ends with the value.',
    Equals: 'Is the value.',
    NotEqual: 'Is not the value.',
    Greater: 'Is greater.',
    GreaterOrEqual: 'Is greater or the same.',
    Less: 'Is less.',
    LessOrEqual: 'Is less or the same.',
    Like: 'Matches a pattern of SQL LIKE.',
    StartsWith: 'Starts with the value.',
  },
  65,
);

export const crmCriteriaGroupingType = enumeration(
  'crmCriteriaGroupingType',
  'How conditions are joined.',
  {
    All: 'All have to be met.',
    Any: 'One is enough.',
    Custom: 'According to an expression.',
  },
  71,
);

export const crmCriteriaGrouping = struct(
  'crmCriteriaGrouping',
  'How the conditions of a filter are joined.',
  {
    expression: optional(
      string,
      'For Custom: numbers of conditions with AND, OR, NOT and parentheses, e.g. (1 AND 2) OR 3.',
    ),
    type: optional(crmCriteriaGroupingType, 'How they are joined.'),
  },
  { page: 71 },
);

export const campaignFilterCriterion = struct(
  'campaignFilterCriterion',
  'A condition on records to dial.',
  {
    compareOperator: optional(compareOperatorType, 'How the two sides are compared.'),
    leftValue: optional(string, 'Contact field or variable.'),
    rightValue: optional(string, 'Value to compare with.'),
  },
  { page: 56 },
);

export const orderByField = struct(
  'orderByField',
  'A field that records are sorted by.',
  {
    descending: optional(boolean, 'Whether the order is descending.'),
    fieldName: optional(string, 'Contact field; the guide writes `fieldname`.'),
    rank: optional(int, 'Place of this field in the sorting.'),
  },
  { page: 100 },
);
