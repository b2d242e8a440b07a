/** node-soap's security objects, taken one by one so that a start does not load all of node-soap. */
import { BasicAuthSecurity } from 'soap/lib/security/BasicAuthSecurity.js';
import { WSSecurity } from 'soap/lib/security/WSSecurity.js';

/** The interface of a security object; node-soap's implement it. */
export interface Security {
  addHeaders?(headers: Record<string, string>): void;
  toXML?(): string;
}

/** HTTP Basic: user name and password in every request's headers. */
export function basicAuth(username: string, password: string): Security {
  return new BasicAuthSecurity(username, password);
}

/** WS-Security UsernameToken with PasswordText in every request's SOAP header. */
export function usernameToken(username: string, password: string): Security {
  return new WSSecurity(username, password, { passwordType: 'PasswordText', hasTimeStamp: false });
}
