import { words } from './words.ts';

/** A state with its colour; the word stands beside it for readers who see no colour. */
export function Pill({ state }: { state: string | null | undefined }) {
  return <span className={`pill tone-${(state ?? 'unknown').toLowerCase()}`}>{words(state)}</span>;
}
