import { eachItem } from '../../acts/items.ts';
import type { Acts } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import { CrosspointError } from '../../errors.ts';
import { sameNumber } from '../../numbers.ts';
import type { Five9Client } from '../client.ts';

/** A number that the domain or the campaign does not have; nothing is sent for it. */
class UnknownNumber extends CrosspointError {}

/** Faults about one number (guide p. 234); any other is about the campaign or the service. */
const OF_ONE: ReadonlySet<string | undefined> = new Set([
  'DNISNotFoundFault',
  'DNISAlreadyAssignedFault',
  'DNISIsNotAssignedFault',
]);

function isOfOne(error: CrosspointError): boolean {
  return error instanceof UnknownNumber || OF_ONE.has(error.vendorCode);
}

/** The vendor's spelling of a number, which it compares literally. */
function spelling(known: readonly string[], number: string, message: string): string {
  const found = known.includes(number) ? number : known.find((one) => sameNumber(one, number));
  if (found === undefined) throw new UnknownNumber('NOT_FOUND', message);
  return found;
}

/** Called numbers of inbound campaigns (guide p. 143, 151): each is one request, in the spelling of the vendor's list. */
export function campaignNumberActs(client: Five9Client) {
  const onEach = async (
    operation: 'addDNISToCampaign' | 'removeDNISFromCampaign',
    { campaignName, numbers }: { readonly campaignName: string; readonly numbers: readonly string[] },
    [known, message]: readonly [readonly string[], string],
    ask: SendOptions,
  ) => {
    const send = async (number: string) =>
      client.send(operation, { campaignName, DNISList: [spelling(known, number, message)] }, ask);
    return eachItem(numbers, send, isOfOne);
  };
  return {
    campaignAddNumbers: async (campaignName, numbers, _, ask) => {
      const known = await client.send('getDNISList', { selectUnassigned: false }, ask);
      return onEach('addDNISToCampaign', { campaignName, numbers }, [known, 'The account has no such number'], ask);
    },
    campaignRemoveNumbers: async (campaignName, numbers, _, ask) => {
      const known = await client.send('getCampaignDNISList', { campaignName }, ask);
      return onEach(
        'removeDNISFromCampaign',
        { campaignName, numbers },
        [known, 'The campaign has no such number'],
        ask,
      );
    },
  } satisfies Partial<Acts>;
}
