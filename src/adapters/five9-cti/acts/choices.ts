/** Ids of what a caller chooses by id or by name. */
import type { SendOptions } from '../../contract.ts';
import { invalidArgument } from '../../errors.ts';
import type { Desk } from '../client/desk.ts';
import type { CallInfo } from '../quirks.ts';

/** The id of a listed row by its id or its name; throws INVALID_ARGUMENT for one that is not listed. */
export function idOf(
  rows: readonly { id?: string | null; name?: string | null }[],
  wanted: string,
  argument: string,
): string {
  const row = rows.find(({ id }) => id === wanted) ?? rows.find(({ name }) => name === wanted);
  if (!row?.id) throw invalidArgument('The agent cannot choose this', argument);
  return row.id;
}

/** The disposition chosen for a call. */
interface ActOutcome {
  readonly info: CallInfo;
  readonly disposition: string;
}

/** The id of a disposition. A call of no campaign takes those of any campaign the agent works for, or an unlisted id. */
export async function outcomeId(desk: Desk, { info, disposition }: ActOutcome, ask: SendOptions): Promise<string> {
  const campaigns = info.campaignId ? [info.campaignId] : [...(await desk.readCampaigns(ask)).keys()];
  const rows = (await Promise.all(campaigns.map((campaign) => desk.readDispositions(campaign, ask)))).flat();
  const isListed = rows.some(({ id, name }) => id === disposition || name === disposition);
  if (!isListed && !info.campaignId && /^\d+$/.test(disposition)) return disposition;
  return idOf(rows, disposition, 'disposition');
}
