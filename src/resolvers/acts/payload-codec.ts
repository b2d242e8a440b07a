import { mayUseAccount } from '../../access/caller.ts';
import { readId } from '../../access/global-id.ts';
import type { CallRecord } from '../../adapters/adapter.ts';
import type { Context } from '../context.ts';
import { findKnown } from '../nodes.ts';
import type { ActPayload } from './perform.ts';

/** A node in a stored payload: its id; a call also its record, since vendors stop listing ended calls. */
interface WrittenNode {
  readonly node: string;
  readonly call?: CallRecord;
}

/** Serialises a payload: nodes by their ids, other values as they are. */
export function writePayload(payload: ActPayload): string {
  const entries = Object.entries(payload).map(([name, value]) => [name, writtenNode(value) ?? { value }]);
  return JSON.stringify(Object.fromEntries(entries));
}

function writtenNode(value: unknown): WrittenNode | null {
  const { id, record } = (value ?? {}) as { id?: unknown; record?: CallRecord };
  const key = typeof id === 'string' ? readId(id) : null;
  if (!key) return null;
  return { node: id as string, ...(key.type === 'Call' && record && { call: record }) };
}

/** Restores a stored payload: its nodes as they are now, other values as they were. */
export async function readPayload(context: Context, text: string): Promise<ActPayload> {
  const written = JSON.parse(text) as Record<string, WrittenNode | { value: unknown }>;
  const entries = Object.entries(written).map(async ([name, stored]) => [
    name,
    'node' in stored ? await nodeOf(context, stored) : stored.value,
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function nodeOf(context: Context, { node, call }: WrittenNode): Promise<object | null> {
  const key = readId(node);
  if (!key || !mayUseAccount(context.caller, key.account)) return null;
  const found = await findKnown(context, key).catch(() => null);
  return found ?? (call ? context.views.call(key.account, { ...call, state: 'ENDED' }) : null);
}
