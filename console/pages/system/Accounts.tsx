import { useRead } from '../../api/read.ts';
import type { AccountState } from '../../live/types.ts';
import { Pill } from '../../parts/Pill.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { duration, moment, words } from '../../parts/words.ts';
import { SYSTEM_ACCOUNTS_DOCUMENT } from './documents.ts';

interface Quota {
  readonly kind: string;
  readonly limit: number;
  readonly used: number;
  readonly windowSeconds: number;
  readonly resetsAt: string | null;
}

interface SystemAccount extends AccountState {
  readonly quotas: readonly Quota[];
}

const EVERY_MS = 10_000;
const NEARLY_USED = 0.8;
const WINDOWS: Readonly<Record<number, string>> = { 60: 'minute', 3600: 'hour', 86400: 'day' };

const windowOf = ({ windowSeconds }: Quota) => WINDOWS[windowSeconds] ?? duration(windowSeconds);

/** A meter is drawn by its value, so that it needs no style of its own. */
function QuotaLine({ quota }: { quota: Quota }) {
  const { kind, limit, used, resetsAt } = quota;
  const name = `${kind} calls in this ${windowOf(quota)}`;
  return (
    <li title={resetsAt ? `Free again at ${moment(resetsAt)}` : undefined}>
      <span>
        {kind} <span className="quiet">per {windowOf(quota)}</span>
      </span>
      <meter min={0} max={limit} high={limit * NEARLY_USED} optimum={0} value={used} aria-label={name}>
        {used} of {limit}
      </meter>
      <span className="figure quiet">
        {used.toLocaleString()} / {limit.toLocaleString()}
      </span>
    </li>
  );
}

function AccountCard({ account }: { account: SystemAccount }) {
  const used = account.quotas.filter(({ used }) => used > 0);
  const unused = account.quotas.length - used.length;
  return (
    <article className="panel account-card" data-account={account.key}>
      <header>
        <h2>{account.key}</h2>
        <Pill state={account.status} />
      </header>
      <p className="quiet">{words(account.vendor)}</p>
      {account.lastError && (
        <p className="note-line tone-degraded">
          Latest failure: {account.lastError.message} <span className="figure">({account.lastError.code})</span>
        </p>
      )}
      {account.quotas.length > 0 && (
        <>
          <h3>Quotas</h3>
          <ul className="quotas">
            {used.map((quota) => (
              <QuotaLine key={`${quota.kind}/${quota.windowSeconds}`} quota={quota} />
            ))}
          </ul>
          {unused > 0 && <p className="quiet">{unused} further quotas are unused.</p>}
        </>
      )}
      <details>
        <summary>
          Capabilities <span className="count figure">{account.capabilities.length}</span>
        </summary>
        <ul className="tags">
          {account.capabilities.map((capability) => (
            <li key={capability}>{words(capability)}</li>
          ))}
        </ul>
      </details>
    </article>
  );
}

/** The configured accounts with their health, quotas and capabilities, read again every ten seconds. */
export function Accounts() {
  const { data, problem } = useRead<{ accounts: readonly SystemAccount[] }>(SYSTEM_ACCOUNTS_DOCUMENT, {}, EVERY_MS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className="cards" aria-label="Accounts" aria-busy={!data && !problem} tabIndex={0}>
      <Problem text={problem} />
      {data?.accounts.map((account) => (
        <AccountCard key={account.id} account={account} />
      ))}
    </section>
  );
}
