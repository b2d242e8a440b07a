import type { ChosenReadings } from '../adapters/readings.ts';
import type { Centre } from './centre/model.ts';

/** A way for a vendor to misbehave, for tests and demonstrations. */
export interface FaultInjector {
  /**
   * `down` drops the connection, `hang` never answers, `drip` answers a byte at a time, `html` and `empty` answer 200
   * with a web page or nothing, `half` cuts the document, `fault-200` and `fault-500` answer the vendor's fault with that
   * status, `unavailable` answers 503. What a wire cannot do (a status on TCP) is nearest to `down`.
   */
  readonly kind: 'down' | 'hang' | 'drip' | 'html' | 'empty' | 'half' | 'fault-200' | 'fault-500' | 'unavailable';
  /** Which of the vendor's documented faults `fault-200` and `fault-500` answer; one the operation declares when left out. */
  readonly fault?: string;
  /** Only this operation; all of them when left out. */
  readonly operation?: string;
  /** How many calls suffer; every one when left out. */
  readonly times?: number;
}

/** How a simulator is started. */
export interface SimulatorOptions {
  readonly centre: Centre;
  /** TCP port; 0 picks a free one. */
  readonly port: number;
  /** Address to listen on. Default: loopback. */
  readonly host?: string;
  /** Readings of the vendor's guide that it plays, by the id of the question; the defaults when left out. */
  readonly reading?: ChosenReadings;
}

/** A simulator on its wire. */
export interface RunningSimulator {
  readonly port: number;
  /** The settings of an account in crosspoint.yaml that lead here, in addition to `id` and `vendor`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How often each operation was received. */
  readonly received: ReadonlyMap<string, number>;
  /** Misbehaves from now on; null behaves again. */
  trouble(trouble: FaultInjector | null): void;
  close(): Promise<void>;
}

/** One vendor's simulator. */
export interface SimulatorDefinition {
  /** The vendor's key, e.g. `five9-config`. */
  readonly vendor: string;
  /** Default port. */
  readonly usualPort: number;
  /** Ids of the questions in the vendor's readings that it can play in more than one way. */
  readonly plays?: readonly string[];
  start(options: SimulatorOptions): Promise<RunningSimulator>;
}
