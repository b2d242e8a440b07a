/** Values with their names, as a selection offers them. */
export type Options = readonly (readonly [value: string, name: string])[];

interface ChoiceProps {
  readonly label: string;
  /** The first entry, which selects everything; absent where one option is always selected. */
  readonly all?: string;
  readonly value: string;
  readonly options: Options;
  onChange(value: string): void;
}

/** A selection among options. */
export function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  return (
    <select aria-label={label} value={value} onChange={({ target }) => onChange(target.value)}>
      {all && <option value="">{all}</option>}
      {options.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  );
}
