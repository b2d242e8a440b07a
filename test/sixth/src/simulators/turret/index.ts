/** The invented vendor on its wire: the first three people of the centre at their turrets. */
import { NAMESPACE, turret } from '../../adapters/turret/contract/index.ts';
import type { SimulatorDefinition } from '../simulator.ts';
import { SimulatedFault, startSoapSimulator } from '../soap.ts';

/** For the list of simulators. */
export const simulator: SimulatorDefinition = {
  vendor: 'turret',
  usualPort: 8099,
  async start({ centre, port, host }) {
    const dealers = centre.people.slice(0, 3);
    const onHold = new Set<string>();
    const answers = {
      listDealers: () =>
        dealers.map(({ index, firstName, lastName, email, extension }) => ({
          ...{ id: String(index), name: `${firstName} ${lastName}`, mail: email, line: extension },
        })),
      listLines: () =>
        dealers.map(({ index, extension }) => ({
          ...{ line: extension, dealer: String(index), party: '+15550000003' },
          onHold: onHold.has(extension) ? 'yes' : 'no',
        })),
      holdLine: ({ line }: { line?: unknown }) => {
        if (!dealers.some(({ extension }) => extension === line)) {
          throw new SimulatedFault('NoSuchLine', 'no such line', { line });
        }
        onHold.add(String(line));
        return null;
      },
    };
    const running = await startSoapSimulator(
      {
        ...{ contract: turret, namespace: NAMESPACE, style: 'named', path: '/' },
        answer: (operation, input) => answers[operation as keyof typeof answers](input),
      },
      { port, ...(host !== undefined && { host }) },
    );
    return { ...running, settings: { url: `${running.origin}/` } };
  },
};
