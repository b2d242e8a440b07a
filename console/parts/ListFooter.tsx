import type { ReactNode } from 'react';
import type { Pages } from '../api/pages.ts';

/** How much of a list is shown, with a button for the next page. */
export function ListFooter<Row>({ pages, name, children }: { pages: Pages<Row>; name: string; children?: ReactNode }) {
  const { rows, hasMore, reading, problem } = pages;
  return (
    <footer className="list-footer">
      <output>
        {rows.length.toLocaleString()} {name}
        {hasMore ? ' shown, there are more' : ''}
      </output>
      {problem && (
        <span className="failed" role="alert">
          {problem}
        </span>
      )}
      {hasMore && (
        <button type="button" disabled={reading} onClick={pages.more}>
          {reading ? 'Reading…' : 'Show more'}
        </button>
      )}
      {children}
    </footer>
  );
}
