/** Mercurius with its jit, over the items. */
import fastify from 'fastify';
import mercurius from 'mercurius';
import { buildItems } from './items.ts';

const app = fastify();
app.register(mercurius, { schema: buildItems(), jit: 1 });
console.log(`${await app.listen({ port: 0, host: '127.0.0.1' })}/graphql`);
