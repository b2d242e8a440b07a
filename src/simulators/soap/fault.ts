/** A vendor's documented fault, thrown by a simulator's answer; an empty name is a fault without a detail. */
export class SimulatedFault extends Error {
  constructor(
    readonly fault: string,
    message: string,
    readonly fields: Readonly<Record<string, unknown>> = {},
    readonly status: 200 | 403 | 500 = 500,
  ) {
    super(message);
  }
}

/** Thrown to answer 401 with a web page, as a vendor does for a wrong password. */
export class RefusedLogin extends Error {}
