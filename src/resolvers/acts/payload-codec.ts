import { readId } from '../../access/global-id.ts';
import type { CallRecord } from '../../adapters/adapter.ts';
import type { Context } from '../context.ts';
import { findKnown } from '../nodes.ts';
import type { ActPayload } from './perform.ts';

/** A thing of the graph as a written payload has it: by its id; a call with its record too, for vendors forget calls. */
interface WrittenNode {
  readonly node: string;
  readonly call?: CallRecord;
}

/** Writes a payload down: things of the graph by their ids, everything else as it is. */
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

/** Makes a written payload again: its things as they are now, everything else as it was. */
export async function readPayload(context: Context, text: string): Promise<ActPayload> {
  const written = JSON.parse(text) as Record<string, WrittenNode | { value: unknown }>;
  const entries = Object.entries(written).map(async ([name, kept]) => [
    name,
    'node' in kept ? await thing(context, kept) : kept.value,
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function thing(context: Context, { node, call }: WrittenNode): Promise<object | null> {
  const key = readId(node);
  if (!key) return null;
  const found = await findKnown(context, key).catch(() => null);
  return found ?? (call ? context.views.call(key.account, { ...call, state: 'ENDED' }) : null);
}
