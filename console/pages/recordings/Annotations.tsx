import { type FormEvent, useState } from 'react';
import { useActs } from '../../api/sent-acts.ts';
import { useAccounts } from '../../live/hooks.ts';
import { Outcomes } from '../../parts/Outcomes.tsx';
import { useSession } from '../../session/session.ts';
import { annotateAct, type RecordingField, type RecordingRow } from './recording.ts';

function Field({
  annotation,
  busy,
  onSave,
}: {
  annotation: RecordingField;
  busy: boolean;
  onSave(value: string): void;
}) {
  const [value, setValue] = useState(annotation.value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(value);
  };
  return (
    <form className="annotation" onSubmit={submit}>
      <label>
        {annotation.label}
        <input value={value} onChange={({ target }) => setValue(target.value)} />
      </label>
      <button type="submit" disabled={busy || value === annotation.value}>
        Save<span className="unseen"> {annotation.label}</span>
      </button>
    </form>
  );
}

function NewField({ busy, onSave }: { busy: boolean; onSave(field: string, value: string): void }) {
  const [field, setField] = useState('');
  const [value, setValue] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(field.trim(), value);
  };
  return (
    <form className="annotation new" onSubmit={submit}>
      <label>
        Another field
        <input placeholder="USER3" value={field} onChange={({ target }) => setField(target.value)} />
      </label>
      <label>
        Value
        <input value={value} onChange={({ target }) => setValue(target.value)} />
      </label>
      <button type="submit" disabled={busy || field.trim() === '' || value === ''}>
        Add
      </button>
    </form>
  );
}

/** The custom fields of a recording, to be changed where the key and the account allow it. */
export function Annotations({ recording, onChanged }: { recording: RecordingRow; onChanged(): void }) {
  const { rights } = useSession();
  const account = useAccounts().find(({ key }) => key === recording.source.account.key);
  const { sent, send, busy } = useActs(({ tone }) => {
    if (tone === 'good') onChanged();
  });
  const editable = rights.may('recordingAnnotate') && account?.capabilities.includes('RECORDING_ANNOTATE');
  if (!editable)
    return (
      <dl className="facts">
        {recording.annotations.map(({ field, label, value }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    );
  const save = (field: string, value: string) => void send(annotateAct(recording.id, field, value));
  return (
    <>
      {recording.annotations.map((annotation) => (
        <Field
          key={annotation.field + annotation.value}
          annotation={annotation}
          busy={busy}
          onSave={(value) => save(annotation.field, value)}
        />
      ))}
      <NewField key={recording.annotations.length} busy={busy} onSave={save} />
      <Outcomes sent={sent} />
    </>
  );
}
