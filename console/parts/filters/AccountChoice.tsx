import { useAccounts } from '../../live/hooks.ts';
import { Choice } from './Choice.tsx';

interface AccountChoiceProps {
  readonly value: string;
  /** The capability that the offered accounts have; all accounts are offered without one. */
  readonly capability?: string;
  onChange(value: string): void;
}

/** A selection of one account, or of all. */
export function AccountChoice({ value, capability, onChange }: AccountChoiceProps) {
  const offered = useAccounts().filter(({ capabilities }) => !capability || capabilities.includes(capability));
  const options = offered.map(({ key }) => [key, key] as const);
  return <Choice label="Account" all="All accounts" value={value} options={options} onChange={onChange} />;
}
