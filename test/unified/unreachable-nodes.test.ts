/** An object by its id while its vendor does not answer, and once the vendor says that there is none. */
import { expect, test } from 'vitest';
import { type NodeType, writeId } from '../../src/access/global-id.ts';
import { standIn } from '../five9-config/stand-in.ts';
import { gatewayOver } from './world.ts';

test.each<NodeType>(['Agent', 'Campaign', 'Skill', 'Disposition', 'ContactList'])(
  '%s is NOT_FOUND only where the vendor listed none of its id',
  async (type) => {
    let isUp = false;
    const { adapter } = await standIn(() => (isUp ? '' : { status: 503, document: '' }));
    const lookUp = () => gatewayOver([adapter]).ask(`{ node(id: "${writeId(type, 'acme', 'nobody')}") { id } }`);
    expect((await lookUp()).errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    isUp = true;
    expect((await lookUp()).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  },
);
