import { useState } from 'react';
import { useMedia } from '../parts/media.ts';

const NAME = 'crosspoint.theme';

type Theme = 'light' | 'dark';

function storedTheme(): Theme | null {
  const stored = localStorage.getItem(NAME);
  return stored === 'light' || stored === 'dark' ? stored : null;
}

/** Applies the stored choice, before the first drawing. */
export function applyTheme(theme: Theme | null = storedTheme()): void {
  if (theme) document.documentElement.dataset.theme = theme;
}

/** The theme in use: the user's choice, else that of the system. */
export function useTheme(): { readonly theme: Theme; toggle(): void } {
  const system = useMedia('(prefers-color-scheme: dark)') ? 'dark' : 'light';
  const [chosen, setChosen] = useState(storedTheme);
  const theme = chosen ?? system;
  const toggle = () => {
    const next = theme === 'dark' ? 'light' : 'dark';
    localStorage.setItem(NAME, next);
    applyTheme(next);
    setChosen(next);
  };
  return { theme, toggle };
}
