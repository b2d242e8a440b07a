import { useEffect, useMemo, useRef, useState } from 'react';
import { Collection } from '../../live/collection.ts';
import { useCollection } from '../../live/hooks.ts';
import type { ChangePayload } from '../../live/stream.ts';
import { useSession } from '../../session/session.ts';
import { CAMPAIGN_STATE_DOCUMENT, CAMPAIGNS_DOCUMENT } from './documents.ts';

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

/** States that a vendor leaves by itself, and the milliseconds between two reads of one that an act caused. */
const PASSING: readonly (string | null)[] = ['STARTING', 'STOPPING', 'RESETTING'];
const PASSING_MS = 3_000;

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
  const reading = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const timers = reading.current;
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
  /** A vendor that passes through a state faster than it is polled reports no change: the state is read until it has passed. */
  const readOn = (id: string) => {
    const timer = setTimeout(async () => {
      reading.current.delete(timer);
      const { data } = await floor.http
        .query<{ node: { state: string | null } | null }>(CAMPAIGN_STATE_DOCUMENT, { id })
        .toPromise();
      const campaign = collection.get(id);
      if (!campaign || !PASSING.includes(campaign.state)) return;
      if (data?.node) collection.set({ ...campaign, state: data.node.state });
      if (PASSING.includes(data?.node ? data.node.state : campaign.state)) readOn(id);
    }, PASSING_MS);
    reading.current.add(timer);
  };
  /** Shows the state that an act read back, before the next event reports it. */
  const confirm = (id: string, state: string) => {
    const campaign = collection.get(id);
    if (campaign) collection.set({ ...campaign, state });
    if (PASSING.includes(state)) readOn(id);
  };
  return { campaigns: useCollection(collection), complete: collection.complete, refusal, confirm };
}
