import type { AGENT_ACTS } from '../../../schema/acts/acts.ts';
import type { SendOptions } from '../contract.ts';
import type { Act, PlainActs } from './act.ts';
import type { NamedId } from './campaign.ts';
import type { ItemsAct } from './items.ts';

/** What an account can be told of a person; null and absent both leave it as it is. */
export interface AgentDetails {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly extension?: string | null;
  readonly employeeId?: string | null;
  readonly active?: boolean | null;
  /** Passed on, and never shown or logged. */
  readonly password?: string | null;
}

/** A person to be made known. */
export interface NewAgent extends AgentDetails {
  readonly firstName: string;
  readonly lastName: string;
  readonly userName?: string | null;
  readonly groups?: readonly string[] | null;
  /** The vendor's own keys of the skills. */
  readonly skillIds?: readonly string[] | null;
  readonly skillLevel?: number | null;
}

/** How an agent logs in; what is left out the account's settings tell. */
export interface AgentLogin {
  /** Passed on, and never shown or logged. */
  readonly password?: string | null;
  readonly station?: string | null;
  /** In the vendor's words. */
  readonly stationType?: string | null;
}

/** What can be done with agents. */
export interface AgentActs extends PlainActs<typeof AGENT_ACTS> {
  agentCreate(agent: NewAgent, ask: SendOptions): Promise<NamedId>;
  agentUpdate: Act<AgentDetails>;
  agentSetNotReady: Act<{ reasonCode?: string | null }>;
  agentDelete: Act;
  agentLogin: Act<AgentLogin>;
  agentLogout: Act<{ reasonCode?: string | null }>;
  agentAddSkills: ItemsAct<{ level?: number | null }>;
  agentRemoveSkills: ItemsAct;
}
