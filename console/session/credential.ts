/** The place of the credential in the browser's storage; GraphiQL reads it too. */
const NAME = 'crosspoint.credential';

/** The API key or token of the user; null before the first sign-in. */
export function storedCredential(): string | null {
  return sessionStorage.getItem(NAME) ?? localStorage.getItem(NAME);
}

/** Stores a credential, until the tab is closed or, where the user asked for it, until the next sign-out. */
export function storeCredential(credential: string, stays: boolean): void {
  removeCredential();
  (stays ? localStorage : sessionStorage).setItem(NAME, credential);
}

/** Removes the credential from this browser. */
export function removeCredential(): void {
  sessionStorage.removeItem(NAME);
  localStorage.removeItem(NAME);
}
