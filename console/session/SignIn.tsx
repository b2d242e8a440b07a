import { type FormEvent, useState } from 'react';
import { Mark } from '../parts/Mark.tsx';

/** Asks for an API key or a token. */
export function SignIn({ problem, onSubmit }: { problem: string | null; onSubmit(key: string, stays: boolean): void }) {
  const [key, setKey] = useState('');
  const [stays, setStays] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(key.trim(), stays);
  };
  return (
    <main className="sign-in">
      <form className="card" onSubmit={submit}>
        <Mark />
        <h1>Crosspoint</h1>
        <p className="quiet">Sign in with an API key of this gateway or a token of your identity provider.</p>
        <label>
          API key or token
          <input
            type="password"
            autoComplete="current-password"
            required
            value={key}
            onChange={({ target }) => setKey(target.value)}
          />
        </label>
        <label className="check">
          <input type="checkbox" checked={stays} onChange={({ target }) => setStays(target.checked)} />
          Stay signed in on this device
        </label>
        {problem && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
        <button type="submit" className="primary">
          Sign in
        </button>
      </form>
    </main>
  );
}
