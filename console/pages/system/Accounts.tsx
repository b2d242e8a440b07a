import { useRead } from '../../api/read.ts';
import { Old } from '../../parts/Old.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { duration, moment, words } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import type { Quota, SystemAccount } from './account.ts';
import { systemAccountsDocument } from './documents.ts';
import { Drift, Health } from './Health.tsx';
import { Readings } from './Readings.tsx';

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
      <Health health={account.health} />
      <Drift drift={account.health.drift} />
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
      <Readings readings={account.readings} />
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
  const { rights } = useSession();
  const document = systemAccountsDocument(rights);
  const { data, problem, isOld } = useRead<{ accounts: readonly SystemAccount[] }>(document, {}, EVERY_MS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className="cards" aria-label="Accounts" aria-busy={!data && !problem} tabIndex={0}>
      <Problem text={problem} />
      <Old when={isOld} />
      {data?.accounts.map((account) => (
        <AccountCard key={account.id} account={account} />
      ))}
    </section>
  );
}
