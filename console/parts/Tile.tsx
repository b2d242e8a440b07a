interface TileProps {
  readonly name: string;
  readonly value: string | number;
  readonly tone?: string;
  readonly note?: string | undefined;
}

/** One figure with its name. */
export function Tile({ name, value, tone = '', note }: TileProps) {
  return (
    <div className={`tile ${tone}`} data-tile={name}>
      <dt>{name}</dt>
      <dd className="figure">
        {value}
        {note && <small>{note}</small>}
      </dd>
    </div>
  );
}
