import { useAccounts, useConnection, useNotices } from '../live/hooks.ts';
import type { AccountState } from '../live/types.ts';
import { Icon } from '../parts/Icon.tsx';
import { Timer } from '../parts/Timer.tsx';

function AccountBanner({ account }: { account: AccountState }) {
  return (
    <div className="banner bad" role="alert">
      <Icon name="warning" />
      <p>
        <strong>{account.key} is down.</strong> What is shown of it may be out of date.{' '}
        <span className="quiet">{account.lastError?.message}</span>
      </p>
    </div>
  );
}

function ConnectionBanner() {
  const { phase, since } = useConnection();
  if (phase !== 'interrupted') return null;
  return (
    <div className="banner warning" role="alert">
      <Icon name="warning" />
      <p>
        <strong>Not connected.</strong> The page shows the state of <Timer since={new Date(since).toISOString()} /> ago
        and resumes by itself.
      </p>
    </div>
  );
}

/** The reasons why the page is less than current: a broken connection, accounts that are down. */
export function Banners() {
  const down = useAccounts().filter(({ status }) => status === 'DOWN');
  return (
    <div className="banners">
      <ConnectionBanner />
      {down.map((account) => (
        <AccountBanner key={account.id} account={account} />
      ))}
    </div>
  );
}

/** Notices of the stream, for some seconds. */
export function Notices() {
  const { notices, dismiss } = useNotices();
  return (
    <div className="notices" aria-live="polite">
      {notices.map(({ id, text, tone }) => (
        <div key={id} className={`notice ${tone}`}>
          <p>{text}</p>
          <button type="button" className="ghost" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
