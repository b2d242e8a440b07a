import { type FormEvent, useState } from 'react';
import type { ActRequest } from '../../api/acts.ts';
import { useRead } from '../../api/read.ts';
import { useActs } from '../../api/sent-acts.ts';
import { ConfirmButton } from '../../parts/ConfirmButton.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Old } from '../../parts/Old.tsx';
import { Outcomes } from '../../parts/Outcomes.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { moment } from '../../parts/words.ts';
import { DeadLetters } from './DeadLetters.tsx';
import { WEBHOOKS_DOCUMENT } from './documents.ts';
import { NewWebhook } from './NewWebhook.tsx';
import { deleteAct, enableAct, replayAct, rotateAct, testAct, type WebhookRow } from './webhook.ts';

const EVERY_MS = 5_000;

interface SendProps {
  readonly webhook: WebhookRow;
  readonly busy: boolean;
  send(act: ActRequest): void;
}

function Replay({ webhook, busy, send }: SendProps) {
  const [after, setAfter] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(replayAct(webhook.id, { after: after.trim() }));
  };
  return (
    <form className="cursor-field" onSubmit={submit}>
      <input
        aria-label={`Replay ${webhook.name} after cursor`}
        placeholder="Replay after cursor"
        value={after}
        onChange={({ target }) => setAfter(target.value)}
      />
      <button type="submit" disabled={busy || after.trim() === ''}>
        Replay
      </button>
    </form>
  );
}

/** A webhook of the configuration is changed there. */
function Acts({ webhook, busy, send }: SendProps) {
  return (
    <div className="acts">
      <button type="button" disabled={busy} onClick={() => send(testAct(webhook.id))}>
        Test
      </button>
      {!webhook.configured && (
        <>
          <button type="button" disabled={busy} onClick={() => send(enableAct(webhook))}>
            {webhook.enabled ? 'Pause' : 'Continue'}
          </button>
          <ConfirmButton
            label="New secret"
            consequence="The partner must learn the new secret."
            disabled={busy}
            onConfirm={() => send(rotateAct(webhook.id))}
          />
          <ConfirmButton
            label="Delete"
            consequence="Its dead letters are deleted too."
            disabled={busy}
            onConfirm={() => send(deleteAct(webhook.id))}
          />
        </>
      )}
    </div>
  );
}

const selection = ({ filter }: WebhookRow) =>
  Object.entries(filter)
    .flatMap(([, values]) => values ?? [])
    .join(', ') || 'All events';

function stateOf({ enabled, delivery, deadLetters }: WebhookRow): string {
  if (!enabled) return 'PAUSED';
  if (deadLetters.totalCount > 0 || (delivery.lastFailedAt ?? '') > (delivery.lastDeliveredAt ?? '')) return 'DEGRADED';
  return delivery.lastDeliveredAt ? 'UP' : 'UNKNOWN';
}

function WebhookCard({ webhook, onChanged }: { webhook: WebhookRow; onChanged(): void }) {
  const { sent, send, busy } = useActs(onChanged);
  const { delivery } = webhook;
  const words = { PAUSED: 'Paused', DEGRADED: 'Failing', UP: 'Delivering', UNKNOWN: 'Nothing sent yet' };
  const state = stateOf(webhook) as keyof typeof words;
  const props = { webhook, busy, send: (act: ActRequest) => void send(act) };
  return (
    <article className="panel webhook" data-webhook={webhook.name}>
      <header>
        <h2>{webhook.name}</h2>
        {webhook.configured && <span className="quiet">from the configuration</span>}
        <span className={`pill tone-${state.toLowerCase()}`}>{words[state]}</span>
      </header>
      <Facts
        facts={[
          ['URL', webhook.url],
          ['Events', selection(webhook)],
          ['Accounts', webhook.accounts?.join(', ') ?? 'All'],
          ['In delivery', delivery.waiting],
          ['Last delivered', delivery.lastDeliveredAt && moment(delivery.lastDeliveredAt)],
          ['Last failure', delivery.lastFailedAt && `${moment(delivery.lastFailedAt)}: ${delivery.lastFailure ?? ''}`],
          ['Previous secret until', webhook.oldSecretUntil && moment(webhook.oldSecretUntil)],
          ['Created', webhook.createdAt && moment(webhook.createdAt)],
        ]}
      />
      <Acts {...props} />
      <Outcomes sent={sent} />
      <DeadLetters {...props} />
      <Replay {...props} />
    </article>
  );
}

/** The webhooks with their deliveries, dead letters and replay. */
export function Webhooks() {
  const { data, problem, isOld, reload } = useRead<{ webhooks: readonly WebhookRow[] }>(
    WEBHOOKS_DOCUMENT,
    {},
    EVERY_MS,
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className="cards wide" aria-label="Webhooks" aria-busy={!data && !problem} tabIndex={0}>
      <NewWebhook onCreated={reload} />
      <Problem text={problem} />
      <Old when={isOld} />
      {data?.webhooks.length === 0 && <p className="quiet">No webhook yet.</p>}
      {data?.webhooks.map((webhook) => (
        <WebhookCard key={webhook.id} webhook={webhook} onChanged={reload} />
      ))}
    </section>
  );
}
