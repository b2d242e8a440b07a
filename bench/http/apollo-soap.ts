/** What one writes by hand: Apollo Server and node-soap, a resolver that hands on what the vendor answered. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { createClientAsync } from 'soap';

const [wsdl = '', endpoint = ''] = process.argv.slice(2);
const typeDefs = `
  type MediaTypeItem { enabled: Boolean intlligentRouting: Boolean maxAlowed: Int type: String }
  type MediaTypeConfig { mediaTypes: [MediaTypeItem!] }
  type User {
    active: Boolean canChangePassword: Boolean EMail: String extension: String federationId: String firstName: String
    fullName: String IEXScheduled: Boolean id: String lastName: String locale: String mediaTypeConfig: MediaTypeConfig
    mustChangePassword: Boolean osLogin: String phoneNumber: String startDate: String unifiedCommunicationId: String
    userName: String userProfileName: String
  }
  type Query { users(userNamePattern: String): [User!]! }
`;
const client = await createClientAsync(wsdl, {}, endpoint);
const resolvers = {
  Query: {
    users: async (_source: unknown, given: object) => (await client.getUsersGeneralInfoAsync(given))[0].return,
  },
};
const { url } = await startStandaloneServer(new ApolloServer({ typeDefs, resolvers }), { listen: { port: 0 } });
console.log(url.replace('localhost', '127.0.0.1'));
