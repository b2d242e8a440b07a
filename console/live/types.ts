/** A call as the console shows it. */
export interface LiveCall {
  readonly id: string;
  readonly callId: string | null;
  readonly state: string;
  readonly direction: string | null;
  readonly channel: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly customerName: string | null;
  readonly device: string | null;
  readonly startedAt: string | null;
  readonly connectedAt: string | null;
  readonly heldSince: string | null;
  readonly recordingState: string | null;
  readonly agent: { readonly id: string; readonly name: string } | null;
  readonly campaign?: { readonly id: string; readonly name: string } | null;
  readonly queue?: { readonly name: string } | null;
  readonly source: { readonly account: { readonly key: string } };
}

/** An agent as the console shows it. */
export interface LiveAgent {
  readonly id: string;
  readonly name: string;
  readonly presence: string | null;
  /** When the presence began; null when neither the vendor nor an event reported it. */
  readonly since: string | null;
  readonly reasonCode: string | null;
  readonly groups: readonly string[];
  readonly accounts: readonly string[];
}

/** An account as the console shows it. */
export interface AccountState {
  readonly id: string;
  readonly key: string;
  readonly vendor: string;
  readonly status: string;
  readonly capabilities: readonly string[];
  readonly lastError: { readonly code: string; readonly message: string } | null;
}
