import type { AGENT_ACTS } from '../../../schema/acts/acts.ts';
import type { SendOptions } from '../contract.ts';
import type { Act, PlainActs } from './act.ts';
import type { NamedId } from './campaign.ts';
import type { ItemsAct } from './items.ts';

/** Details of a person; absent and null both leave the value unchanged. */
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

/** A person to create. */
export interface NewAgent extends AgentDetails {
  readonly firstName: string;
  readonly lastName: string;
  readonly userName?: string | null;
  readonly groups?: readonly string[] | null;
  /** The vendor's keys of the skills. */
  readonly skillIds?: readonly string[] | null;
  readonly skillLevel?: number | null;
}

/** Log-in details; absent ones are taken from the account's settings. */
export interface AgentLogin {
  /** Passed on, and never shown or logged. */
  readonly password?: string | null;
  readonly station?: string | null;
  /** In the vendor's words. */
  readonly stationType?: string | null;
}

/** Acts on agents. */
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
