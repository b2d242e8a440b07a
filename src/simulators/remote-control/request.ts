/** Requests as the vendor reads them: the operation and its arguments from path and parameters. */
import type { Operation, ScalarType } from '../../adapters/contract.ts';
import { type RemoteControlOperations, remoteControlContract } from '../../adapters/remote-control/contract/index.ts';
import { PATHS, TELEPHONY } from '../../adapters/remote-control/contract/paths.ts';
import { decodedPart } from '../soap/http.ts';

/** A request understood. */
export interface ReadCall {
  readonly name: keyof RemoteControlOperations;
  readonly input: Readonly<Record<string, unknown>>;
}

const UTC = { timeZone: 'UTC' };

/** Matches a request against the paths of the guide; null where none matches or a value has the wrong type. */
export function readPath(url: URL): ReadCall | null {
  const name = url.pathname.slice(TELEPHONY.length + 1).split('/')[0] as keyof RemoteControlOperations;
  if (!Object.hasOwn(PATHS, name)) return null;
  const texts = textsOf(PATHS[name], url);
  const input = texts && valuesOf(remoteControlContract.operations[name], texts);
  return input && { name, input };
}

function textsOf(template: string, url: URL): Map<string, string> | null {
  const [path = '', parameters = ''] = template.split('?');
  const texts = new Map<string, string>();
  const wanted = path.split('/');
  const given = url.pathname.slice(TELEPHONY.length).split('/');
  if (wanted.length !== given.length) return null;
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    const value = name === undefined ? null : decodedPart(text);
    if (name !== undefined && value !== null) texts.set(name, value);
    else if (part !== text) return null;
  }
  for (const [, key = '', name = ''] of parameters.matchAll(/(\w+)=\{(\w+)\}/g)) {
    const text = url.searchParams.get(key);
    if (text !== null) texts.set(name, text);
  }
  return texts;
}

function valuesOf(row: Operation, texts: ReadonlyMap<string, string>): Record<string, unknown> | null {
  const input: Record<string, unknown> = {};
  for (const [name, { type, required }] of Object.entries(row.input)) {
    const text = texts.get(name);
    if (text === undefined && required) return null;
    if (text === undefined) continue;
    try {
      input[name] = (type as ScalarType).decode(text, UTC);
    } catch {
      return null;
    }
  }
  return input;
}
