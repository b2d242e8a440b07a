import type { ContactActs } from '../acts/contact.ts';
import type { Reads } from '../adapter.ts';
import type { Five9Client } from './client.ts';

/** The vendor may write a North American number with its country or without (guide p. 231). */
function bare(number: string): string {
  return number.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
}

/** The domain's do-not-call list. Numbers can be added from 11 PM to 6 AM Pacific time only (guide p. 186). */
export function doNotCall(
  client: Five9Client,
): Pick<ContactActs, 'doNotCallAdd' | 'doNotCallRemove'> & Pick<Reads, 'doNotCall'> {
  return {
    doNotCallAdd: async (numbers, ask) => ({
      changed: await client.send('addNumbersToDnc', { numbers: [...numbers] }, ask),
    }),
    /** The vendor answers 0 whenever it worked, however many the list had (guide p. 199). */
    doNotCallRemove: async (numbers, ask) => {
      await client.send('removeNumbersFromDnc', { numbers: [...numbers] }, ask);
      return { changed: null };
    },
    doNotCall: async (numbers, ask) => {
      const found = await client.send('checkDncForNumbers', { numbers: [...numbers] }, ask);
      const listed = new Set(found.map(bare));
      return numbers.filter((number) => listed.has(bare(number)));
    },
  };
}
