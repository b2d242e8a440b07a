/**
 * Rules of the manual that span several parameters, checked before anything is sent: the ones it marks with an asterisk
 * or puts as "either … or …".
 */
import { invalidArgument } from '../../errors.ts';

/** Ways to satisfy a rule: one group of parameters, all of them filled. */
export interface Requirement {
  /** At least one group must be filled, or, when `exactly`, just one. */
  readonly anyOf: readonly (readonly string[])[];
  readonly exactly?: boolean;
  /** The rule holds only where this parameter has this value. */
  readonly when?: { readonly parameter: string; readonly is: string };
}

const each = (...names: readonly string[]) => names.map((name) => [name]);

const anyDevice: Requirement = { anyOf: each('DEVICEID', 'DEVICEALIAS', 'STATIONNAME', 'SYS_USER', 'CRM_USER') };
const oneDevice: Requirement = { anyOf: each('DEVICEID', 'DEVICEALIAS', 'CRM_USER', 'SYS_USER'), exactly: true };
const agent: Requirement = { anyOf: [['AGENTID'], ['FIRSTNAME', 'LASTNAME']] };
const role: Requirement = { anyOf: each('ROLEID', 'ROLENAME') };

/** The rules by function. */
export const requirements: Readonly<Record<string, readonly Requirement[]>> = {
  CALLSTART: [anyDevice],
  CALLSTOP: [anyDevice],
  CALLUPDATE: [{ anyOf: [['RECORDID'], ...anyDevice.anyOf] }],
  RECORDSTART: [anyDevice],
  RECORDSTOP: [anyDevice],
  CHATSTART: [{ anyOf: [['AGENTID'], ['KEYNAME', 'KEYVALUE']] }],
  BLACKOUTSTART: [oneDevice],
  AGENTBLACKOUTSTART: [oneDevice],
  BLACKOUTSTOP: [oneDevice],
  AGENTBLACKOUTSTOP: [oneDevice],
  IMPORTUSER: [
    { anyOf: each('USERID', 'USERNAME'), when: { parameter: 'ACTION', is: 'MODIFY' } },
    { anyOf: each('USERID', 'USERNAME'), when: { parameter: 'ACTION', is: 'DELETE' } },
  ],
  IMPORTAGENTPHONE: [agent],
  MODIFYGROUPPERMISSION: [{ anyOf: each('GROUPNAME', 'GROUPID') }, agent],
  MODIFYROLEGROUPPERMISSION: [role],
  MODIFYUSERROLE: [role, { anyOf: [['USERID'], ['FIRSTNAME', 'LASTNAME'], ['SYSTEMUSERNAME'], ['USERNAME']] }],
  MODIFYROLEPERMISSION: [role],
  AGENTWINDOW: [{ anyOf: each('COMPUTERNAME', 'USERNAME') }],
  EXPORT: [{ anyOf: each('PASSWORD'), when: { parameter: 'ENCRYPT', is: 'true' } }],
};

type Input = Readonly<Record<string, unknown>>;

function isFilled(input: Input, name: string): boolean {
  const value = input[name];
  return value !== undefined && value !== null && String(value).trim() !== '';
}

function applies({ when }: Requirement, input: Input): boolean {
  return when === undefined || String(input[when.parameter]) === when.is;
}

function wording({ anyOf, exactly }: Requirement): string {
  const groups = anyOf.map((group) => group.join(' and ')).join(', ');
  if (anyOf.length === 1) return `${groups} must be given`;
  return `${exactly ? 'Exactly' : 'At least'} one of these must be given: ${groups}`;
}

/** Throws INVALID_ARGUMENT, naming the parameters, unless the function's rules hold. */
export function checkRequirements(operation: string, input: Input): void {
  for (const requirement of requirements[operation] ?? []) {
    if (!applies(requirement, input)) continue;
    const filled = requirement.anyOf.filter((group) => group.every((name) => isFilled(input, name)));
    const held = requirement.exactly ? filled.length === 1 : filled.length > 0;
    if (!held) throw invalidArgument(wording(requirement), filled[1]?.[0] ?? requirement.anyOf[0]?.[0] ?? operation);
  }
}
