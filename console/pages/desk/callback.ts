import { useEffect, useMemo } from 'react';
import { Collection } from '../../live/collection.ts';
import { useCollection } from '../../live/hooks.ts';
import type { ChangePayload } from '../../live/stream.ts';
import { useSession } from '../../session/session.ts';
import { callbacksDocument } from './documents.ts';

/** A callback as the desk shows it. */
export interface DeskCallback {
  readonly id: string;
  readonly number: string | null;
  readonly dueAt: string | null;
  readonly comments: string | null;
  readonly agent: { readonly id: string } | null;
  readonly campaign?: { readonly name: string } | null;
  readonly source: { readonly account: { readonly key: string } };
}

interface CallbackChange extends ChangePayload {
  readonly type: 'ADDED' | 'UPDATED' | 'OVERDUE' | 'REMOVED';
  readonly callback: DeskCallback;
}

const due = ({ dueAt }: DeskCallback) => (dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(dueAt));

/** The callbacks of an agent, the earliest due first, live while the desk is open. */
export function useCallbacks(agentId: string): readonly DeskCallback[] {
  const { floor, rights } = useSession();
  const collection = useMemo(() => new Collection<DeskCallback>(), []);
  useEffect(() => {
    const stream = floor.stream<CallbackChange, DeskCallback>(collection, {
      document: callbacksDocument(rights),
      received: ({ type, callback }) =>
        type === 'REMOVED' ? collection.delete(callback.id) : collection.set(callback),
    });
    void stream.run();
    return () => stream.stop();
  }, [floor, rights, collection]);
  const all = useCollection(collection);
  return useMemo(
    () => all.filter(({ agent }) => agent?.id === agentId).sort((one, other) => due(one) - due(other)),
    [all, agentId],
  );
}

/** A time as the control for dates and times takes it, in the browser's zone. */
export function localTime(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);
}
