import { type ReactNode, useEffect, useRef } from 'react';
import { Icon } from './Icon.tsx';

interface DrawerProps {
  /** The kind of object shown, such as "Call". */
  readonly label: string;
  readonly title: ReactNode;
  readonly children: ReactNode;
  onClose(): void;
}

/** The details of a selected row, beside its table; Escape closes it. */
export function Drawer({ label, title, children, onClose }: DrawerProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <aside
      className="details panel"
      aria-label={label}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <header>
        <h2 ref={heading} tabIndex={-1} className="figure">
          {title}
        </h2>
        <button type="button" className="ghost" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </aside>
  );
}
