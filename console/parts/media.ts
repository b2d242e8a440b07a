import { useSyncExternalStore } from 'react';

/** Whether a media query matches, followed as it changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

const DARK = '(prefers-color-scheme: dark)';

/** The theme that is shown, followed as the user or the system changes it: what is drawn on a canvas is drawn again. */
export function useShownTheme(): string {
  return useSyncExternalStore(
    (listener) => {
      const observer = new MutationObserver(listener);
      observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
      const media = matchMedia(DARK);
      media.addEventListener('change', listener);
      return () => {
        observer.disconnect();
        media.removeEventListener('change', listener);
      };
    },
    () => document.documentElement.dataset.theme ?? (matchMedia(DARK).matches ? 'dark' : 'light'),
  );
}
