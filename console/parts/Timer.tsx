import { useNow } from '../live/clock.ts';
import { duration } from './words.ts';

/** The time since an instant, ticking each second without a query; a dash where the instant is not known. */
export function Timer({ since }: { since: string | null | undefined }) {
  const now = useNow();
  if (!since) return <span className="quiet">–</span>;
  return (
    <time className="figure" dateTime={since}>
      {duration((now - Date.parse(since)) / 1_000)}
    </time>
  );
}
