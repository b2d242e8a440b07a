let current: ReadonlySet<string> = new Set();

/** Checks an input of an account whose operator allows these hosts, although they are not public, at any port. */
export function withAllowedHosts(hosts: readonly string[] | undefined, check: () => void): void {
  const before = current;
  current = new Set(hosts?.map((host) => host.toLowerCase()));
  try {
    check();
  } finally {
    current = before;
  }
}

/** True for a host, without its port, that the account allows. */
export function isAllowedHost(host: string): boolean {
  return current.has(host.toLowerCase());
}
