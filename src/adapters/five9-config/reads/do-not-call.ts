import type { Reads } from '../../adapter.ts';
import type { Five9Client } from '../client.ts';

/** The vendor may write a North American number with its country or without (guide p. 231). */
function bare(number: string): string {
  return number.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
}

/** Which numbers are on the domain's do-not-call list. */
export function doNotCallReads(client: Five9Client): Pick<Reads, 'doNotCall'> {
  return {
    doNotCall: async (numbers, ask) => {
      const found = await client.send('checkDncForNumbers', { numbers: [...numbers] }, ask);
      const listed = new Set(found.map(bare));
      return numbers.filter((number) => listed.has(bare(number)));
    },
  };
}
