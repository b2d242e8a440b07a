/** Where each operation is found, as the guide prints it; connectcalls' notes are damaged there and repaired here. */
import type { Fields, ScalarType, WireContext } from '../contract.ts';
import { invalidArgument } from '../errors.ts';
import type { RemoteControlOperations } from './contract.ts';

/** Under the account's base address. */
export const TELEPHONY = '/webservices/services/telephony';
/** Where a token is asked for; the log-in name follows. */
export const TOKEN_SERVICE = '/webservices/services/apitoken/login';

/** Path of each operation, its arguments in braces. An optional argument without a value takes its parameter along. */
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

/** One value as a path's segment. A dot or two would be another place, whatever they are escaped as. */
export function segment(text: string, ...path: string[]): string {
  if (text === '' || text === '.' || text === '..') throw invalidArgument('This text cannot stand in a path', ...path);
  return encodeURIComponent(text);
}

/** The path and parameters of a call, every value encoded once. */
export function pathOf(template: string, fields: Fields, input: Values, context: WireContext): string {
  const textOf = (name: string): string | null => {
    const value = input[name];
    const type = fields[name]?.type as ScalarType | undefined;
    return value === null || value === undefined || !type ? null : type.encode(value, context);
  };
  const [path = '', parameters = ''] = template.split('?');
  const place = path.replace(/\{(\w+)\}/g, (_whole, name: string) => segment(textOf(name) ?? '', name));
  const told = parameters.split('&').flatMap((parameter) => {
    const [, key, name] = /^(\w+)=\{(\w+)\}$/.exec(parameter) ?? [];
    const text = name === undefined ? null : textOf(name);
    return text === null ? [] : [`${key}=${encodeURIComponent(text)}`];
  });
  return told.length ? `${place}?${told.join('&')}` : place;
}
