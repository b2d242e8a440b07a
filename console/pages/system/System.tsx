import type { ComponentType } from 'react';
import { useSession } from '../../session/session.ts';
import { useRoute } from '../../shell/route.ts';
import { Accounts } from './Accounts.tsx';
import { Alerts } from './Alerts.tsx';
import { Audit } from './Audit.tsx';
import { Events } from './Events.tsx';
import { Webhooks } from './Webhooks.tsx';

interface Part {
  readonly name: string;
  readonly title: string;
  readonly needs: string;
  readonly component: ComponentType;
}

const PARTS: readonly Part[] = [
  { name: 'accounts', title: 'Accounts', needs: 'accounts', component: Accounts },
  { name: 'events', title: 'Events', needs: 'events', component: Events },
  { name: 'alerts', title: 'Alerts', needs: 'alerts', component: Alerts },
  { name: 'webhooks', title: 'Webhooks', needs: 'webhooks', component: Webhooks },
  { name: 'audit', title: 'Audit', needs: 'audit', component: Audit },
];

/** The gateway itself: accounts, events, alerts, webhooks and the audit trail, each where the key may see it. */
export function System() {
  const { rights } = useSession();
  const { rest } = useRoute();
  const parts = PARTS.filter(({ needs }) => rights.may(needs));
  const current = parts.find(({ name }) => name === rest) ?? parts[0];
  const Content = current?.component;
  return (
    <div className="page system">
      <div className="page-head">
        <h1 className="page-title">System</h1>
        <nav className="tabs" aria-label="System">
          {parts.map((part) => (
            <a key={part.name} href={`#/system/${part.name}`} aria-current={part === current ? 'page' : undefined}>
              {part.title}
            </a>
          ))}
        </nav>
      </div>
      {Content && <Content />}
    </div>
  );
}
