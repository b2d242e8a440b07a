import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** The name of the page in the address, such as `floor` in `#/floor`, and what follows it. */
export function useRoute(): { readonly page: string; readonly rest: string } {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const [, page = '', rest = ''] = /^#\/([^/?]*)\/?(.*)$/.exec(hash) ?? [];
  return { page, rest };
}
