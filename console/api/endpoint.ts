/** The GraphQL endpoint of the gateway that served this page, below the path that a proxy gave it. */
export const ENDPOINT = new URL('../../graphql', import.meta.url).href;

/** The same endpoint for WebSockets. */
export const SOCKET_ENDPOINT = ENDPOINT.replace(/^http/, 'ws');
