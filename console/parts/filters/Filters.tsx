import type { ReactNode } from 'react';
import { useRead } from '../../api/read.ts';
import { useAgents } from '../../live/hooks.ts';
import { useSession } from '../../session/session.ts';
import { Icon } from '../Icon.tsx';
import { Search } from '../Search.tsx';
import { AccountChoice } from './AccountChoice.tsx';
import { Choice, type Options } from './Choice.tsx';
import { CAMPAIGN_CHOICES_DOCUMENT } from './documents.ts';
import type { Choices, Filter } from './filter.ts';
import { PERIODS, type Period } from './period.ts';

interface CampaignList {
  readonly campaigns: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string;
        readonly name: string;
        readonly source: { readonly account: { readonly key: string } };
      };
    }[];
  };
}

function useCampaignChoices(): Options {
  const { rights } = useSession();
  const { data } = useRead<CampaignList>(rights.may('campaigns') ? CAMPAIGN_CHOICES_DOCUMENT : null);
  return data?.campaigns.edges.map(({ node }) => [node.id, `${node.name} (${node.source.account.key})`]) ?? [];
}

function CustomPeriod({ choices, choose }: Pick<Filter, 'choices' | 'choose'>) {
  return (
    <>
      {(['from', 'to'] as const).map((name) => (
        <input
          key={name}
          type="datetime-local"
          aria-label={name === 'from' ? 'From' : 'To'}
          value={choices[name]}
          onChange={({ target }) => choose({ [name]: target.value })}
        />
      ))}
    </>
  );
}

interface FiltersProps {
  readonly filter: Filter;
  /** The capability that the offered accounts have. */
  readonly capability: string;
  readonly withCampaigns?: boolean;
  readonly children?: ReactNode;
}

const DIRECTIONS: Options = [
  ['INBOUND', 'Inbound'],
  ['OUTBOUND', 'Outbound'],
];
const PERIOD_OPTIONS = Object.entries(PERIODS);

/** The conditions of a list of calls or recordings. */
export function Filters({ filter, capability, withCampaigns = false, children }: FiltersProps) {
  const { rights } = useSession();
  const { choices, choose, refresh } = filter;
  const agents = [...useAgents()].sort((one, other) => one.name.localeCompare(other.name));
  const campaigns = useCampaignChoices();
  const set = (name: keyof Choices) => (value: string) => choose({ [name]: value });
  const given = (name: 'direction' | 'agentId' | 'campaignId' | 'account') => ({
    value: choices[name],
    onChange: set(name),
  });
  return (
    <search className="filters">
      <Choice
        label="Period"
        value={choices.period}
        options={PERIOD_OPTIONS}
        onChange={(period) => choose({ period: period as Period })}
      />
      {choices.period === 'custom' && <CustomPeriod choices={choices} choose={choose} />}
      <Search label="Number" value={choices.number} onChange={set('number')} />
      <Choice label="Direction" all="Both directions" options={DIRECTIONS} {...given('direction')} />
      {rights.may('agentChanged') && (
        <Choice
          label="Agent"
          all="All agents"
          options={agents.map(({ id, name }) => [id, name])}
          {...given('agentId')}
        />
      )}
      {withCampaigns && campaigns.length > 0 && (
        <Choice label="Campaign" all="All campaigns" options={campaigns} {...given('campaignId')} />
      )}
      <AccountChoice capability={capability} {...given('account')} />
      <button type="button" className="refresh" onClick={refresh}>
        <Icon name="refresh" />
        Refresh
      </button>
      {children}
    </search>
  );
}
