import { useState } from 'react';

interface ConfirmButtonProps {
  readonly label: string;
  /** The consequence, so that the user knows before confirming. */
  readonly consequence: string;
  readonly disabled?: boolean;
  onConfirm(): void;
}

/** A button for an act that ends something: it asks once more in its place. */
export function ConfirmButton({ label, consequence, disabled = false, onConfirm }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <button type="button" className="danger" disabled={disabled} onClick={() => setAsking(true)}>
        {label}
      </button>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a border and a layout of its own
    <span className="confirm" role="group" aria-label={label}>
      <span>{consequence}</span>
      <button
        type="button"
        className="danger"
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {label}
      </button>
      {/* biome-ignore lint/a11y/noAutofocus: the focus stays where it was, on the harmless answer */}
      <button type="button" autoFocus onClick={() => setAsking(false)}>
        Cancel
      </button>
    </span>
  );
}
