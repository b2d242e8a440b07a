import { type FormEvent, useState } from 'react';

interface BarProps {
  readonly isSignedIn: boolean;
  onSignIn(key: string, stays: boolean): void;
  onSignOut(): void;
}

/** The keys of the simulated accounts, as the gateway wrote them into the page; null where accounts are real. */
const simulated = () => document.querySelector<HTMLMetaElement>('meta[name="crosspoint-simulated"]')?.content ?? null;

function SignIn({ onSignIn }: Pick<BarProps, 'onSignIn'>) {
  const [key, setKey] = useState('');
  const [stays, setStays] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSignIn(key.trim(), stays);
  };
  return (
    <form onSubmit={submit}>
      <input
        type="password"
        required
        autoComplete="current-password"
        aria-label="API key or token"
        placeholder="API key or token"
        value={key}
        onChange={({ target }) => setKey(target.value)}
      />
      <label>
        <input type="checkbox" checked={stays} onChange={({ target }) => setStays(target.checked)} />
        Stay signed in
      </label>
      <button type="submit">Sign in</button>
    </form>
  );
}

/** Above the editor: the way to the console, which accounts are simulated, and the sign-in that both pages share. */
export function Bar({ isSignedIn, onSignIn, onSignOut }: BarProps) {
  const keys = simulated();
  return (
    <header className="crosspoint-bar">
      <a href="./">Crosspoint</a>
      {keys && (
        <p>
          <strong>Simulated:</strong> {keys}
        </p>
      )}
      {!keys && !isSignedIn && <SignIn onSignIn={onSignIn} />}
      {isSignedIn && (
        <p className="signed-in">
          Signed in
          <button type="button" onClick={onSignOut}>
            Sign out
          </button>
        </p>
      )}
    </header>
  );
}
