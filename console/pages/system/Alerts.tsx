import { useRead } from '../../api/read.ts';
import { Old } from '../../parts/Old.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { moment } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { AlertRule } from './AlertRule.tsx';
import { type AlertRow, alertText, type RuleRow, subjectOf } from './alert.ts';
import { ALERT_RULES_DOCUMENT, alertsDocument } from './documents.ts';
import { NewRule } from './NewRule.tsx';

const EVERY_MS = 5_000;

function Raised() {
  const { rights } = useSession();
  const { data, problem, isOld } = useRead<{ alerts: readonly AlertRow[] }>(alertsDocument(rights), {}, EVERY_MS);
  return (
    <article className="panel raised" aria-label="Raised alerts" aria-busy={!data && !problem}>
      <header>
        <h2>
          Raised now <span className="count figure">{data?.alerts.length ?? '–'}</span>
        </h2>
        <Old when={isOld} />
      </header>
      <Problem text={problem} />
      {data?.alerts.length === 0 && <p className="quiet">No alert is raised.</p>}
      <ul aria-live="polite">
        {data?.alerts.map((alert) => (
          <li key={alert.id}>
            <span className="pill tone-down">{alertText(alert)}</span> {subjectOf(alert)}{' '}
            <span className="quiet">
              {alert.account.key}, since <span className="figure">{moment(alert.raisedAt)}</span>
            </span>
          </li>
        ))}
      </ul>
    </article>
  );
}

function Rules() {
  const { rights } = useSession();
  const { data, problem, isOld, reload } = useRead<{ alertRules: readonly RuleRow[] }>(
    ALERT_RULES_DOCUMENT,
    {},
    EVERY_MS,
  );
  return (
    <>
      {rights.may('alertCreate') && <NewRule onCreated={reload} />}
      <Problem text={problem} />
      <Old when={isOld} />
      {!data && !problem && (
        <p className="quiet" aria-busy="true">
          Reading the rules…
        </p>
      )}
      {data?.alertRules.length === 0 && <p className="quiet">No rule yet: nothing raises an alert.</p>}
      {data?.alertRules.map((rule) => (
        <AlertRule key={rule.id} rule={rule} onChanged={reload} />
      ))}
    </>
  );
}

/** The raised alerts, and the rules that raise them where the key may see those. */
export function Alerts() {
  const { rights } = useSession();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className="cards wide" aria-label="Alerts" tabIndex={0}>
      <Raised />
      {rights.may('alertRules') && <Rules />}
    </section>
  );
}
