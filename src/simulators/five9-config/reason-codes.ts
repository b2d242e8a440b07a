import type { Answers } from './answers.ts';
import { type ConfigValues, fail, textOf, valuesGiven } from './collection.ts';
import type { Domain } from './domain.ts';

/** Most reason codes of a domain. */
const MOST_CODES = 100;

/** A name may exist once for each type. */
function keyOf(type: unknown, name: unknown): string {
  return `${String(type)} ${String(name)}`;
}

function found(domain: Domain, objectName: string, type?: string): ConfigValues {
  const codes = domain.reasonCodes.items.filter((code) => code.name === objectName && (!type || code.type === type));
  const fields = { id: null, objectName, objectType: 'ReasonCode' };
  return codes[0] ?? fail('ObjectNotFoundFault', `Reason code "${objectName}" doesn't exist.`, fields);
}

function create(domain: Domain, code: ConfigValues): void {
  const reasonCodeName = textOf(code, 'name');
  const type = textOf(code, 'type') || 'NotReady';
  if (!reasonCodeName) fail('MissedArgumentFault', 'Reason code has no name.');
  const { reasonCodes } = domain;
  if (reasonCodes.has(keyOf(type, reasonCodeName)))
    fail('ObjectAlreadyExistsFault', `Reason code "${reasonCodeName}" already exists.`, {
      id: null,
      objectName: reasonCodeName,
      objectType: 'ReasonCode',
    });
  if (reasonCodes.items.length >= MOST_CODES)
    fail('ReasonCodeCountLimitExceededFault', `There are ${MOST_CODES} reason codes.`, { reasonCodeName });
  reasonCodes.add(keyOf(type, reasonCodeName), { enabled: true, ...valuesGiven(code), type });
}

function remove(domain: Domain, name: string, type?: string): void {
  const code = found(domain, name, type);
  domain.reasonCodes.remove(keyOf(code.type, code.name));
}

/** The chapter Reason Codes. */
export function reasonCodeAnswers(domain: Domain): Answers {
  return {
    createReasonCode: ({ reasonCode }) => create(domain, reasonCode),
    getReasonCode: ({ reasonCodeName }) => found(domain, reasonCodeName),
    getReasonCodeByType: ({ reasonCodeName, type }) => found(domain, reasonCodeName, type),
    modifyReasonCode({ reasonCode }) {
      const { type, name } = found(domain, textOf(reasonCode, 'name'), textOf(reasonCode, 'type'));
      domain.reasonCodes.change(keyOf(type, name), reasonCode);
    },
    deleteReasonCode: ({ reasonCodeName }) => remove(domain, reasonCodeName),
    deleteReasonCodeByType: ({ reasonCodeName, type }) => remove(domain, reasonCodeName, type),
  };
}
