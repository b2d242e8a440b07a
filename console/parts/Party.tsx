import { words } from './words.ts';

const ARROWS: Readonly<Record<string, string>> = { INBOUND: '↙', OUTBOUND: '↗' };

/** The two sides of a call or recording. */
export interface Parties {
  readonly direction: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly customerName?: string | null;
}

/** The number of the customer's side. */
export const customerNumber = ({ direction, from, to }: Parties): string | undefined =>
  (direction === 'OUTBOUND' ? (to ?? from) : (from ?? to)) ?? undefined;

/** An arrow for the direction of a call, with its word. */
function Direction({ direction }: { direction: string | null }) {
  if (!direction) return null;
  return (
    <span className="direction" title={words(direction)}>
      <span aria-hidden="true">{ARROWS[direction] ?? ''}</span>
      <span className="unseen">{words(direction)}</span>
    </span>
  );
}

/** The customer of a row, as the button that opens its details. */
export function Party({ customerName, ...parties }: Parties) {
  return (
    <button type="button" className="row-open">
      <Direction direction={parties.direction} />
      <span className="figure">{customerNumber(parties) ?? 'No number'}</span>
      {customerName && <span className="quiet">{customerName}</span>}
    </button>
  );
}
