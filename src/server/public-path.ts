/** The address callers use; a proxy may give it another path and host. */

/** The path of `publicUrl` without its last slash: `/voice`, or an empty text. */
export function publicPath(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/** The path of a request below the public path, without query; `/graphql/` is `/graphql`. Proxies may remove the public path or not. */
export function localPath(url: string | undefined, base: string): string {
  const path = (url ?? '/').split('?', 1)[0] ?? '/';
  const local = base !== '' && (path === base || path.startsWith(`${base}/`)) ? path.slice(base.length) : path;
  return local === '/graphql/' ? '/graphql' : local || '/';
}
