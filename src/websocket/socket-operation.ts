import type { DocumentNode } from 'graphql';
import type { SharedOperation } from '../subscriptions/deliver/shared-execution.ts';
import type { Subscriber, SubscriberEnd } from '../subscriptions/deliver/subscriber.ts';

/** The connection that an operation is of. */
interface OperationPlace {
  /** Takes that a subscription has ended, and why where something went wrong. */
  operationEnded(operation: SocketOperation, thrown: unknown): void;
}

/** An operation under way on a socket, from its message to its end. Most are idle subscriptions, so each has little state. */
export class SocketOperation implements SubscriberEnd {
  /** The operation of the same connection that began before it. */
  next: SocketOperation | undefined;
  /** Milliseconds of the process at which it began, a whole number. */
  readonly began = Math.round(performance.now());
  document: DocumentNode | undefined;
  operationName: string | null | undefined;
  /** Points that it was charged. */
  cost: number | undefined;
  /** The client has ended it, or has left. */
  isStopped = false;
  #subscriber: Subscriber | undefined;

  constructor(
    readonly id: string,
    private readonly place: OperationPlace,
  ) {}

  /** Notes which operation it is. */
  begin({ document, operationName }: SharedOperation, cost: number | undefined): void {
    this.document = document;
    this.operationName = operationName;
    this.cost = cost;
  }

  /** Runs until the subscriber ends, or is ended where the client has stopped the operation meanwhile. */
  follow(subscriber: Subscriber): void {
    this.#subscriber = subscriber;
    subscriber.onEnd(this);
    if (this.isStopped) subscriber.leave();
  }

  /** Ends it for the client. */
  stop(): void {
    this.isStopped = true;
    this.#subscriber?.leave();
  }

  subscriberEnded(thrown: unknown): void {
    this.place.operationEnded(this, thrown);
  }
}
