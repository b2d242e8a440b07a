import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { IconName } from '../parts/Icon.tsx';
import type { Rights } from '../session/rights.ts';

/** A page of the console. */
export interface PageEntry {
  /** The fragment of its address: `#/floor`. */
  readonly name: string;
  readonly title: string;
  readonly icon: IconName;
  /** The root field without which the page has nothing to show. */
  readonly needs: string;
  readonly component: LazyExoticComponent<ComponentType>;
}

const PAGES: readonly PageEntry[] = [
  {
    ...{ name: 'floor', title: 'Floor', icon: 'floor', needs: 'callChanged' },
    component: lazy(async () => ({ default: (await import('../pages/floor/Floor.tsx')).Floor })),
  },
  {
    ...{ name: 'desk', title: 'Desk', icon: 'desk', needs: 'agentChanged' },
    component: lazy(async () => ({ default: (await import('../pages/desk/Desk.tsx')).Desk })),
  },
  {
    ...{ name: 'past', title: 'Past calls', icon: 'past', needs: 'calls' },
    component: lazy(async () => ({ default: (await import('../pages/past/PastCalls.tsx')).PastCalls })),
  },
  {
    ...{ name: 'recordings', title: 'Recordings', icon: 'recordings', needs: 'recordings' },
    component: lazy(async () => ({ default: (await import('../pages/recordings/Recordings.tsx')).Recordings })),
  },
  {
    ...{ name: 'campaigns', title: 'Campaigns', icon: 'campaigns', needs: 'campaignChanged' },
    component: lazy(async () => ({ default: (await import('../pages/campaigns/Campaigns.tsx')).Campaigns })),
  },
  {
    ...{ name: 'system', title: 'System', icon: 'system', needs: 'accounts' },
    component: lazy(async () => ({ default: (await import('../pages/system/System.tsx')).System })),
  },
];

/** The pages that a key may see. */
export const pagesFor = ({ may }: Rights): readonly PageEntry[] => PAGES.filter(({ needs }) => may(needs));
