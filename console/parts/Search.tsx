import { Icon } from './Icon.tsx';

/** A field that narrows what is shown beside it. */
export function Search({ label, value, onChange }: { label: string; value: string; onChange(value: string): void }) {
  return (
    <span className="search">
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </span>
  );
}
