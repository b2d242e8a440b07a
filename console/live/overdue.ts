import { useEffect, useState } from 'react';

/** Whether more than `allowedMs` have passed since an instant; never before the first instant, nor where nothing is due. */
export function useOverdue(since: number | null, allowedMs: number | null): boolean {
  const [overdue, setOverdue] = useState(false);
  useEffect(() => {
    setOverdue(false);
    if (since === null || allowedMs === null) return;
    const timer = setTimeout(() => setOverdue(true), Math.max(0, since + allowedMs - Date.now()));
    return () => clearTimeout(timer);
  }, [since, allowedMs]);
  return overdue;
}
