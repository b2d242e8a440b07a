import { CrosspointError } from '../adapters/errors.ts';

const LETTERS = {
  Account: 'a',
  Campaign: 'c',
  Agent: 'g',
  Call: 'k',
  Callback: 'b',
  Recording: 'r',
  Disposition: 'd',
  Skill: 's',
  Queue: 'q',
  ContactList: 'l',
  Contact: 'p',
  ContactImport: 'i',
  Report: 't',
  Webhook: 'w',
} as const;

/** The GraphQL types that have a global id. */
export type NodeType = keyof typeof LETTERS;

/** The parts of a global id. */
export interface NodeKey {
  readonly type: NodeType;
  readonly account: string;
  readonly nativeId: string;
}

const TYPES = Object.fromEntries(Object.entries(LETTERS).map(([type, letter]) => [letter, type])) as Readonly<
  Record<string, NodeType>
>;
const SHAPE = /^([a-z])([\w.-]+)\n([\s\S]*)$/;

/** Writes a global id: opaque to callers, and always the same for the same object. */
export function writeId(type: NodeType, account: string, nativeId: string): string {
  return Buffer.from(`${LETTERS[type]}${account}\n${nativeId}`).toString('base64url');
}

/** Reads a global id, or null when it is none. */
export function readId(id: string): NodeKey | null {
  if (!/^[\w-]+$/.test(id)) return null;
  const bytes = Buffer.from(id, 'base64url');
  const text = bytes.toString('utf8');
  const [, letter = '', account = '', nativeId = ''] = SHAPE.exec(text) ?? [];
  const type = TYPES[letter];
  const exact = bytes.toString('base64url') === id && Buffer.from(text).equals(bytes);
  return type && exact ? { type, account, nativeId } : null;
}

/** Reads an id of one type. Throws NOT_FOUND with the argument's path for a malformed id or one of another type. */
export function readIdOf(type: NodeType, id: string, ...path: string[]): NodeKey {
  const key = readId(id);
  if (key?.type === type) return key;
  throw notFound(type, path);
}

/** The refusal of an id that names nothing visible to the caller; `path` is the argument's. */
export function notFound(type: NodeType, path: readonly (string | number)[]): CrosspointError {
  return new CrosspointError('NOT_FOUND', `There is no such ${type}`, { path });
}
