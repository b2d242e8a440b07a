/** The path of each operation, as the guide prints it; connectcalls' `&notes` is damaged there and repaired here. */
import type { Fields, ScalarType, WireContext } from '../../contract.ts';
import { invalidArgument } from '../../errors.ts';
import type { RemoteControlOperations } from './index.ts';

/** Path of the telephony operations under the account's base address. */
export const TELEPHONY = '/webservices/services/telephony';
/** Path of the token service; the log-in name follows. */
export const TOKEN_SERVICE = '/webservices/services/apitoken/login';

/** Path of each operation, arguments in braces. A parameter whose argument has no value is left out. */
export const PATHS: Readonly<Record<keyof RemoteControlOperations, string>> = {
  getcalls: '/getcalls/user/{UserID}',
  goready: '/goready/user/{UserID}',
  dial: '/dial/user/{UserID}/phone/{PhoneNum}?leadid={LeadID}',
  hangup: '/hangup/user/{UserID}/call/{CallID}',
  dispose: '/dispose/user/{UserID}/call/{CallID}?resultcode={ResultCode}',
  hold: '/hold/user/{UserID}/call/{CallID}',
  retrieve: '/retrieve/user/{UserID}/call/{CallID}',
  stoprecord: '/stoprecord/user/{UserID}/call/{CallID}',
  startrecord: '/startrecord/user/{UserID}/call/{CallID}',
  campaigns: '/campaigns/user/{UserID}',
  users: '/users/user/{UserID}',
  resultcodes: '/resultcodes/user/{UserID}',
  acdqueues: '/acdqueues/user/{UserID}',
  leadphones: '/leadphones/user/{UserID}/lead/{LeadID}',
  changelead: '/changelead/user/{UserID}/call/{CallID}/leadphone/{LeadPhoneID}',
  createnewlead: '/createnewlead/user/{UserID}/call/{CallID}/phone/{PhoneNum}',
  connectcalls:
    '/connectcalls/user/{UserID}?call1={Call1ID}&call2={Call2ID}&resultcode1={ResultCode1}&resultcode2={ResultCode2}' +
    '&notes1={Notes1}&notes2={Notes2}&numsales1={NumSales1}&numsales2={NumSales2}',
};

type Values = Readonly<Record<string, unknown>>;

/** Encodes a value as one segment of a path. Throws INVALID_ARGUMENT for empty text, `.` and `..`, which name another path. */
export function segment(text: string, ...path: string[]): string {
  if (text === '' || text === '.' || text === '..')
    throw invalidArgument(`"${text}" cannot stand in a path: give a value other than "", "." and ".."`, ...path);
  return encodeURIComponent(text);
}

/** The path and parameters of a call, every value encoded once. */
export function requestPath(template: string, fields: Fields, input: Values, context: WireContext): string {
  const textOf = (name: string): string | null => {
    const value = input[name];
    const type = fields[name]?.type as ScalarType | undefined;
    return value === null || value === undefined || !type ? null : type.encode(value, context);
  };
  const [path = '', parameters = ''] = template.split('?');
  const place = path.replace(/\{(\w+)\}/g, (_whole, name: string) => segment(textOf(name) ?? '', name));
  const query = parameters.split('&').flatMap((parameter) => {
    const [, key, name] = /^(\w+)=\{(\w+)\}$/.exec(parameter) ?? [];
    const text = name === undefined ? null : textOf(name);
    return text === null ? [] : [`${key}=${encodeURIComponent(text)}`];
  });
  return query.length ? `${place}?${query.join('&')}` : place;
}
