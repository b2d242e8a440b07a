/** Apollo Server standalone in its default configuration, over the items. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildItems } from './items.ts';

const { url } = await startStandaloneServer(new ApolloServer({ schema: buildItems() }), { listen: { port: 0 } });
console.log(`${url.replace('localhost', '127.0.0.1')}`);
