import { Suspense } from 'react';
import { useConnection } from '../live/hooks.ts';
import { Icon } from '../parts/Icon.tsx';
import { Mark } from '../parts/Mark.tsx';
import { useSession } from '../session/session.ts';
import { Banners, Notices } from './Banners.tsx';
import { type PageEntry, pagesFor } from './pages.ts';
import { useRoute } from './route.ts';
import { useTheme } from './theme.ts';

const PHASES = { connecting: 'Connecting', live: 'Live', interrupted: 'Reconnecting' } as const;

function ConnectionChip() {
  const { phase } = useConnection();
  return (
    <output className={`chip phase-${phase}`}>
      <span>{PHASES[phase]}</span>
    </output>
  );
}

function Tools() {
  const { signedIn, signOut } = useSession();
  const { theme, toggle } = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <div className="tools">
      <ConnectionChip />
      <a className="tool" href="./graphql" title="GraphiQL">
        <Icon name="api" />
        <span>GraphiQL</span>
      </a>
      <button type="button" className="tool" title={`Switch to ${other}`} onClick={toggle}>
        <Icon name={other} />
        <span>Switch to {other}</span>
      </button>
      {signedIn && (
        <button type="button" className="tool" title="Sign out" onClick={signOut}>
          <Icon name="out" />
          <span>Sign out</span>
        </button>
      )}
    </div>
  );
}

function Navigation({ pages, current }: { pages: readonly PageEntry[]; current: PageEntry | undefined }) {
  return (
    <nav aria-label="Pages">
      {pages.map((page) => (
        <a key={page.name} href={`#/${page.name}`} aria-current={page === current ? 'page' : undefined}>
          <Icon name={page.icon} />
          <span>{page.title}</span>
        </a>
      ))}
    </nav>
  );
}

/** The frame around every page. */
export function Shell() {
  const { rights } = useSession();
  const pages = pagesFor(rights);
  const { page } = useRoute();
  const current = pages.find(({ name }) => name === page) ?? pages[0];
  const Content = current?.component;
  return (
    <div className="shell">
      <header className="side">
        <a className="brand" href="#/">
          <Mark />
          <span>Crosspoint</span>
        </a>
        <Navigation pages={pages} current={current} />
        <Tools />
      </header>
      <main>
        <Banners />
        <Suspense
          fallback={
            <p className="quiet loading" aria-busy="true">
              Loading…
            </p>
          }
        >
          {Content ? <Content /> : <p className="quiet loading">This key may read no page of the console.</p>}
        </Suspense>
      </main>
      <Notices />
    </div>
  );
}
