import { type FormEvent, useState } from 'react';
import { useActs } from '../../api/sent-acts.ts';
import { Outcomes } from '../../parts/Outcomes.tsx';
import { createAct } from './webhook.ts';

/** Creates a webhook and shows its secret once. */
export function NewWebhook({ onCreated }: { onCreated(): void }) {
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [types, setTypes] = useState('');
  const { sent, send, busy } = useActs(({ tone }) => {
    if (tone === 'good') onCreated();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(createAct(name.trim(), url.trim(), types.split(/[\s,]+/).filter(Boolean)));
  };
  return (
    <details className="panel new-webhook">
      <summary>New webhook</summary>
      <form onSubmit={submit}>
        <label>
          Name
          <input required value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <label>
          URL
          <input required type="url" value={url} onChange={({ target }) => setUrl(target.value)} />
        </label>
        <label>
          Names of events, or none for all
          <input
            placeholder="CALL.ENDED, CALL.DISPOSED"
            value={types}
            onChange={({ target }) => setTypes(target.value)}
          />
        </label>
        <button type="submit" className="primary" disabled={busy}>
          Create
        </button>
      </form>
      <Outcomes sent={sent} />
    </details>
  );
}
