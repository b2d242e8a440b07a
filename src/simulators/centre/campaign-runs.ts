import { refuseUnless, type WorldClock } from './clock.ts';
import type { SimulatedCall, SimulatedCampaign } from './model.ts';

/** How long a stopped campaign drains before it is really not running. */
const DRAINING = 25_000;
/** Milliseconds between two looks at a campaign that drains. */
const DRAIN_CHECK = 1_500;

/** Starts, stops and pauses campaigns. */
export class CampaignRuns {
  readonly #clock: WorldClock;
  readonly #liveCalls: () => readonly SimulatedCall[];

  constructor(clock: WorldClock, liveCalls: () => readonly SimulatedCall[]) {
    this.#clock = clock;
    this.#liveCalls = liveCalls;
  }

  start(campaign: SimulatedCampaign): void {
    this.#change(campaign, 'RUNNING', ['NOT_RUNNING', 'PAUSED', 'COMPLETED']);
  }

  stop(campaign: SimulatedCampaign): void {
    this.#change(campaign, 'STOPPING', ['RUNNING', 'PAUSED']);
    const since = this.#clock.touches(campaign);
    this.#clock.after(DRAINING, () => this.#drained(campaign, since));
  }

  /** Stops the campaign once the time is up and no call of it is left, unless another command came meanwhile. */
  #drained(campaign: SimulatedCampaign, since: number): void {
    if (campaign.state !== 'STOPPING' || this.#clock.touches(campaign) !== since) return;
    const left = this.#liveCalls().some((call) => call.campaign === campaign && call.state !== 'WRAP_UP');
    if (left) this.#clock.after(DRAIN_CHECK, () => this.#drained(campaign, since));
    else this.#change(campaign, 'NOT_RUNNING', ['STOPPING']);
  }

  forceStop(campaign: SimulatedCampaign): void {
    this.#change(campaign, 'NOT_RUNNING', ['RUNNING', 'PAUSED', 'STOPPING']);
  }

  pause(campaign: SimulatedCampaign): void {
    this.#change(campaign, 'PAUSED', ['RUNNING']);
  }

  resume(campaign: SimulatedCampaign): void {
    this.#change(campaign, 'RUNNING', ['PAUSED']);
  }

  #change(
    campaign: SimulatedCampaign,
    state: SimulatedCampaign['state'],
    from: readonly SimulatedCampaign['state'][],
  ): void {
    refuseUnless(from.includes(campaign.state), 'WRONG_CAMPAIGN_STATE');
    const previous = campaign.state;
    campaign.state = state;
    this.#clock.touch(campaign);
    this.#clock.emit({ kind: 'campaign', campaign, previous, at: this.#clock.now() });
  }
}
