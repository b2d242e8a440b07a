import { useEffect, useMemo, useState } from 'react';
import { Collection } from '../../live/collection.ts';
import { useCollection } from '../../live/hooks.ts';
import type { ChangePayload } from '../../live/stream.ts';
import { useSession } from '../../session/session.ts';
import { CAMPAIGNS_DOCUMENT } from './documents.ts';

/** A campaign as the console shows it. */
export interface CampaignRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly direction: string | null;
  readonly channel: string | null;
  readonly dialingMode: string | null;
  readonly state: string | null;
  readonly source: { readonly account: { readonly key: string } };
}

interface CampaignChange extends ChangePayload {
  readonly state: string | null;
  readonly campaign: CampaignRow;
}

/** The campaigns, live while the page is open: vendors without a stream are polled only then. */
export function useCampaigns() {
  const { floor } = useSession();
  const collection = useMemo(() => new Collection<CampaignRow>(), []);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => {
    const stream = floor.stream<CampaignChange, CampaignRow>(collection, {
      document: CAMPAIGNS_DOCUMENT,
      received: ({ campaign, state }) => collection.set({ ...campaign, state: state ?? campaign.state }),
      refused: setRefusal,
    });
    void stream.run();
    return () => stream.stop();
  }, [floor, collection]);
  /** Shows the state that an act read back, before the next event reports it. */
  const confirm = (id: string, state: string) => {
    const campaign = collection.get(id);
    if (campaign) collection.set({ ...campaign, state });
  };
  return { campaigns: useCollection(collection), complete: collection.complete, refusal, confirm };
}
