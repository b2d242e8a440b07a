import { type FormEvent, useState } from 'react';
import type { ActRequest } from '../../api/acts.ts';
import { useNow } from '../../live/clock.ts';
import type { IsOld } from '../../live/freshness.ts';
import type { LiveAgent } from '../../live/types.ts';
import { OldUnseen, oldClass } from '../../parts/Old.tsx';
import { moment } from '../../parts/words.ts';
import { type DeskCallback, localTime, useCallbacks } from './callback.ts';
import { useCan } from './can.ts';
import { addCallbackAct, dialAct, dismissAct, snoozeAct } from './desk-acts.ts';

interface CallbacksProps {
  readonly agent: LiveAgent;
  /** The number that a new callback is proposed for; null without one. */
  readonly number: string | null;
  readonly isOld: IsOld;
  readonly busy: boolean;
  send(act: ActRequest): void;
}

/** Seconds for which a snoozed reminder is silent. */
const SNOOZE_SECONDS = 300;
/** Milliseconds until a new callback is due, unless another time is chosen. */
const PROPOSED_MS = 3_600_000;

function CallbackLine({
  callback,
  agent,
  isOld,
  busy,
  send,
}: Omit<CallbacksProps, 'number'> & { callback: DeskCallback }) {
  const can = useCan(agent);
  const { id, number, dueAt, comments, campaign } = callback;
  const old = isOld(callback.source.account.key);
  const isOverdue = dueAt !== null && Date.parse(dueAt) < useNow();
  return (
    <li className={`callback ${oldClass(old)}`} data-callback={number}>
      <span>
        <OldUnseen when={old} />
        <span className="figure">{number ?? 'No number'}</span>
        <small className={isOverdue ? 'tone-down' : 'quiet'}>
          {[isOverdue ? `Due since ${moment(dueAt)}` : `Due ${moment(dueAt)}`, campaign?.name, comments]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      <span className="acts">
        {number !== null && can('callDial', 'CALL_DIAL') && (
          <button type="button" disabled={busy} onClick={() => send(dialAct(agent.id, number))}>
            Call
          </button>
        )}
        {can('callbackSnooze', 'CALLBACK_SNOOZE') && (
          <button type="button" disabled={busy} onClick={() => send(snoozeAct(id, SNOOZE_SECONDS))}>
            Snooze
          </button>
        )}
        {can('callbackDismiss', 'CALLBACK_DISMISS') && (
          <button type="button" disabled={busy} onClick={() => send(dismissAct(id))}>
            Dismiss
          </button>
        )}
      </span>
    </li>
  );
}

function NewCallback({ agent, number, busy, send }: Omit<CallbacksProps, 'isOld'>) {
  const [typed, setTyped] = useState<string | null>(null);
  const [dueAt, setDueAt] = useState(() => localTime(new Date(Date.now() + PROPOSED_MS)));
  const [comments, setComments] = useState('');
  const wanted = (typed ?? number ?? '').trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(addCallbackAct({ agentId: agent.id, number: wanted, dueAt: new Date(dueAt).toISOString() }, comments.trim()));
    setTyped(null);
    setComments('');
  };
  return (
    <details>
      <summary>New callback</summary>
      <form className="dispose" onSubmit={submit}>
        <input
          type="tel"
          aria-label="Number to call back"
          placeholder="Number to call back"
          value={typed ?? number ?? ''}
          onChange={({ target }) => setTyped(target.value)}
        />
        <input
          type="datetime-local"
          aria-label="Due"
          required
          value={dueAt}
          onChange={({ target }) => setDueAt(target.value)}
        />
        <input
          aria-label="Notes for the callback"
          placeholder="Notes"
          value={comments}
          onChange={({ target }) => setComments(target.value)}
        />
        <button type="submit" disabled={busy || wanted === ''}>
          Add
        </button>
      </form>
    </details>
  );
}

/** The callbacks that an agent is reminded of, with the acts on them. */
export function Callbacks(props: CallbacksProps) {
  const { agent, isOld, busy, send } = props;
  const callbacks = useCallbacks(agent.id);
  const can = useCan(agent);
  return (
    <section className="panel callbacks" aria-label="Callbacks">
      <header>
        <h2>
          Callbacks <span className="count figure">{callbacks.length}</span>
        </h2>
      </header>
      {callbacks.length > 0 && (
        <ul>
          {callbacks.map((callback) => (
            <CallbackLine key={callback.id} callback={callback} agent={agent} isOld={isOld} busy={busy} send={send} />
          ))}
        </ul>
      )}
      {can('callbackAdd', 'CALLBACK_ADD') && <NewCallback {...props} />}
    </section>
  );
}
