import { OldUnseen, oldClass } from './Old.tsx';

interface TileProps {
  readonly name: string;
  readonly value: string | number;
  readonly tone?: string;
  readonly note?: string | undefined;
  /** Whether the figure is older than it should be, in whole or in part. */
  readonly old?: boolean;
}

/** One figure with its name. */
export function Tile({ name, value, tone = '', note, old = false }: TileProps) {
  return (
    <div className={`tile ${tone} ${oldClass(old)}`} data-tile={name}>
      <dt>{name}</dt>
      <dd className="figure">
        <OldUnseen when={old} />
        {value}
        {note && <small>{note}</small>}
      </dd>
    </div>
  );
}
