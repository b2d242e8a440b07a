import type { Column } from './DataTable.tsx';
import { customerNumber, type Parties, Party } from './Party.tsx';
import { moment } from './words.ts';

interface OfAccount {
  readonly source: { readonly account: { readonly key: string } };
}

/** Stands for a value that is not known. */
export const DASH = <span className="quiet">–</span>;

/** The other party of a call or recording. */
export const partyColumn = (flex: string): Column<Parties> => ({
  key: 'party',
  title: 'Customer',
  flex,
  phone: 'title',
  value: customerNumber,
  cell: (row) => <Party {...row} />,
});

/** The time at which a call or recording began. */
export const STARTED_COLUMN: Column<{ readonly startedAt: string | null }> = {
  key: 'started',
  title: 'Started',
  flex: '0 0 9.5rem',
  phone: 'state',
  value: ({ startedAt }) => startedAt ?? undefined,
  cell: ({ startedAt }) => <span className="figure">{moment(startedAt)}</span>,
};

/** The agent of a call or recording. */
export const AGENT_COLUMN: Column<{ readonly agent?: { readonly name: string } | null }> = {
  key: 'agent',
  title: 'Agent',
  needs: 'calls',
  flex: '1.2 1 7rem',
  phone: 'note',
  value: ({ agent }) => agent?.name,
  cell: ({ agent }) => agent?.name ?? DASH,
};

interface OfCampaign {
  readonly campaign?: { readonly name: string } | null;
  readonly queue?: { readonly name: string } | null;
}

const campaignName = ({ campaign, queue }: OfCampaign) => campaign?.name ?? queue?.name;

/** The campaign of a call, else its queue. */
export const CAMPAIGN_COLUMN: Column<OfCampaign> = {
  key: 'campaign',
  title: 'Campaign',
  needs: 'campaigns',
  flex: '1.2 1 7rem',
  from: 'medium',
  value: campaignName,
  cell: (call) => campaignName(call) ?? DASH,
};

/** The account of a call or recording. */
export const accountColumn = (flex = '0.6 1 5rem'): Column<OfAccount> => ({
  key: 'account',
  title: 'Account',
  flex,
  from: 'wide',
  value: ({ source }) => source.account.key,
  cell: ({ source }) => <span className="quiet">{source.account.key}</span>,
});
