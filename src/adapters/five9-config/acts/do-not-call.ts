import type { Acts } from '../../adapter.ts';
import type { Five9Client } from '../client.ts';
import { listedSpellings } from '../reads/do-not-call.ts';

/** Changes of the domain's do-not-call list. Numbers can be added from 11 PM to 6 AM Pacific time only (guide p. 186). */
export function doNotCallActs(client: Five9Client) {
  return {
    doNotCallAdd: async (numbers, ask) => ({
      changed: await client.send(
        'addNumbersToDnc',
        { numbers: [...new Set(numbers.map((number) => client.writtenNumber(number)))] },
        ask,
      ),
    }),
    /** The vendor answers 0 whenever it worked, however many numbers the list had (guide p. 199). */
    doNotCallRemove: async (numbers, ask) => {
      const listed = await listedSpellings(client, numbers, ask);
      const spelled = numbers.flatMap((number) => [client.writtenNumber(number), ...(listed.get(number) ?? [])]);
      await client.send('removeNumbersFromDnc', { numbers: [...new Set(spelled)] }, ask);
      return { changed: null };
    },
  } satisfies Partial<Acts>;
}
