import type { ReactNode } from 'react';
import { useRead } from '../../api/read.ts';
import { useAccounts, useAgents } from '../../live/hooks.ts';
import { useSession } from '../../session/session.ts';
import { Icon } from '../Icon.tsx';
import { Search } from '../Search.tsx';
import { CAMPAIGN_CHOICES_DOCUMENT } from './documents.ts';
import type { Choices, Filter } from './filter.ts';
import { PERIODS, type Period } from './period.ts';

interface ChoiceProps {
  readonly label: string;
  readonly all: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  onChange(value: string): void;
}

/** A selection whose first entry selects everything. */
function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  return (
    <select aria-label={label} value={value} onChange={({ target }) => onChange(target.value)}>
      <option value="">{all}</option>
      {options.map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  );
}

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

function useCampaignChoices(): ChoiceProps['options'] {
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

/** The conditions of a list of calls or recordings. */
export function Filters({ filter, capability, withCampaigns = false, children }: FiltersProps) {
  const { choices, choose, refresh } = filter;
  const agents = useAgents();
  const accounts = useAccounts().filter(({ capabilities }) => capabilities.includes(capability));
  const campaigns = useCampaignChoices();
  const set = (name: keyof Choices) => (value: string) => choose({ [name]: value });
  const names = [...agents].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <search className="filters">
      <select
        aria-label="Period"
        value={choices.period}
        onChange={({ target }) => choose({ period: target.value as Period })}
      >
        {Object.entries(PERIODS).map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
      {choices.period === 'custom' && <CustomPeriod choices={choices} choose={choose} />}
      <Search label="Number" value={choices.number} onChange={set('number')} />
      <Choice
        label="Direction"
        all="Both directions"
        value={choices.direction}
        options={[
          ['INBOUND', 'Inbound'],
          ['OUTBOUND', 'Outbound'],
        ]}
        onChange={set('direction')}
      />
      <Choice
        label="Agent"
        all="All agents"
        value={choices.agentId}
        options={names.map(({ id, name }) => [id, name])}
        onChange={set('agentId')}
      />
      {withCampaigns && campaigns.length > 0 && (
        <Choice
          label="Campaign"
          all="All campaigns"
          value={choices.campaignId}
          options={campaigns}
          onChange={set('campaignId')}
        />
      )}
      <Choice
        label="Account"
        all="All accounts"
        value={choices.account}
        options={accounts.map(({ key }) => [key, key])}
        onChange={set('account')}
      />
      <button type="button" className="refresh" onClick={refresh}>
        <Icon name="refresh" />
        Refresh
      </button>
      {children}
    </search>
  );
}
