/** What the simulated floor itself knows at a moment, without any event. */
import type { Story, StoryCall } from '../figures/story.ts';

/** The groups of its agents. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  ann: ['Day'],
  bob: ['Day', 'Senior'],
  cid: ['Night'],
  dee: ['Night'],
};

const inThousandths = (milliseconds: number) => Math.round(milliseconds) / 1_000;
const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
const mean = (values: readonly number[]) => (values.length > 0 ? inThousandths(sum(values) / values.length) : null);
const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);

/** The truth from a moment on until another, of the calls that fit. */
export function truthOf({ calls, presences }: Story, from: number, now: number) {
  const offered = calls.filter((call) => from <= call.offered && call.offered <= now);
  const begins = ({ left, offered: at }: StoryCall) => left ?? at;
  const isAnswered = ({ answered }: StoryCall) => answered !== null && answered <= now;
  const hasWaited = ({ left }: StoryCall) => left !== null && left <= now;
  const isHeld = ({ answered, hold }: StoryCall) =>
    answered !== null && hold > 0 && answered + 1 <= now && now < answered + 1 + hold;
  const states = {
    QUEUED: offered.filter(({ left }) => left !== null && now < left),
    RINGING: offered.filter((call) => call.answered !== null && begins(call) <= now && now < call.answered),
    HELD: offered.filter(isHeld),
    CONNECTED: offered.filter((call) => isAnswered(call) && now < call.ended && !isHeld(call)),
    WRAP_UP: offered.filter((call) => isAnswered(call) && call.ended <= now && now < call.done),
  };
  const waits = (which: readonly StoryCall[]) => which.map(({ answered, offered: at }) => (answered ?? at) - at);
  const at = (name: string) => presences.filter(({ agent }) => agent === name).findLast((one) => one.at <= now);
  const timeOf = (presence: string, which: (agent: string) => boolean = () => true) =>
    sum(
      presences.map((one, index) => {
        const next = presences[index + 1];
        const until = Math.min(now, next?.agent === one.agent ? next.at : now);
        return one.presence === presence && which(one.agent) ? Math.max(0, until - Math.max(from, one.at)) : 0;
      }),
    ) / 1_000;
  const figures = (fits: (call: StoryCall) => boolean = () => true) => {
    const fitting = offered.filter(fits);
    const answered = fitting.filter(isAnswered);
    const handled = calls.filter((call) => fits(call) && isAnswered(call) && from <= call.done && call.done <= now);
    const abandoned = fitting.filter((call) => call.answered === null && hasWaited(call)).length;
    return {
      ...{ offered: fitting.length, answered: answered.length, abandoned, handled: handled.length },
      abandonRate: share(abandoned, fitting.length),
      serviceLevel: (seconds: number) =>
        share(waits(answered).filter((wait) => wait <= seconds * 1_000).length, fitting.length),
      speedOfAnswer: mean(waits(answered)),
      handleTime: mean(handled.map((call) => call.done - (call.answered ?? 0))),
      talkTime: mean(handled.map((call) => call.ended - (call.answered ?? 0) - call.hold)),
      holdTime: mean(handled.map(({ hold }) => hold)),
      wrapUpTime: mean(handled.map((call) => call.done - call.ended)),
    };
  };
  const counts = Object.entries(states)
    .map(([state, { length: count }]) => ({ state, count }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => (one.state < other.state ? -1 : 1));
  const longestWait = states.QUEUED.length
    ? inThousandths(now - Math.min(...states.QUEUED.map(({ offered: begun }) => begun)))
    : null;
  const longest = (which: readonly StoryCall[], begun: (call: StoryCall) => number) =>
    which.length > 0 ? inThousandths(now - Math.min(...which.map(begun))) : null;
  const longestWaitIn = (campaign: string) =>
    longest(
      states.QUEUED.filter((call) => call.campaign === campaign),
      ({ offered: at }) => at,
    );
  const longestCall = longest([...states.RINGING, ...states.HELD, ...states.CONNECTED], begins);
  const firstEvent = Math.min(...calls.map(({ offered: at }) => at), ...presences.map(({ at }) => at));
  return {
    states,
    counts,
    longestWait,
    longestWaitIn,
    longestCall,
    firstEvent,
    presenceOf: (name: string) => at(name)?.presence ?? null,
    timeOf,
    figures,
  };
}
