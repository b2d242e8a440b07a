import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';

interface RowKeysProps<Row> {
  readonly rows: readonly Row[];
  /** Ids of the rows that are drawn. */
  readonly drawn: readonly string[];
  readonly selected: string | null;
  readonly scroller: RefObject<HTMLElement | null>;
  scrollTo(index: number): void;
  onSelect?: ((row: Row) => void) | undefined;
}

const STEPS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  PageDown: (index, last) => Math.min(index + 10, last),
  PageUp: (index) => Math.max(index - 10, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * Keyboard use of selectable rows: one row is in the tab order, arrows, Page, Home and End move to another, and Enter or
 * Space selects. The focus returns to the row when its details are closed.
 */
export function useRowKeys<Row extends { readonly id: string }>(props: RowKeysProps<Row>) {
  const { rows, drawn, selected, scroller, scrollTo, onSelect } = props;
  const [reached, setReached] = useState<string | null>(null);
  const waiting = useRef<string | null>(null);
  const before = useRef(selected);
  const stop = reached !== null && drawn.includes(reached) ? reached : (drawn[0] ?? null);

  useLayoutEffect(() => {
    if (before.current !== null && selected === null && document.activeElement === document.body)
      waiting.current = before.current;
    before.current = selected;
  }, [selected]);
  // A row that was scrolled to is drawn by a later rendering.
  useLayoutEffect(() => {
    const id = waiting.current;
    const row = id === null ? null : scroller.current?.querySelector<HTMLElement>(`tr[data-id="${CSS.escape(id)}"]`);
    if (!row) return;
    waiting.current = null;
    row.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent, row: Row) => {
    if (event.target !== event.currentTarget) return;
    const step = STEPS[event.key];
    if (step) {
      const next = step(rows.indexOf(row), rows.length - 1);
      const id = rows[next]?.id ?? null;
      waiting.current = id;
      setReached(id);
      scrollTo(next);
    } else if (event.key === 'Enter' || event.key === ' ') onSelect?.(row);
    else return;
    event.preventDefault();
  };

  /** The attributes of a row; none where rows cannot be selected. */
  return (row: Row) =>
    onSelect && {
      tabIndex: row.id === stop ? 0 : -1,
      'aria-current': row.id === selected || undefined,
      onFocus: () => setReached(row.id),
      onKeyDown: (event: KeyboardEvent) => onKeyDown(event, row),
      onClick: () => onSelect(row),
    };
}
