// What many pairs of measurements of a disturbed machine say of a ratio, and how surely.

/** Standard deviations on each side of the middle that hold 95 % of a normal distribution. */
const DEVIATIONS = 1.96;
/** Of fewer pairs no interval holds the ratio in 19 of 20 cases. */
const LEAST_PAIRS = 6;
/** Times that the pairs are drawn anew. */
const DRAWS = 200;

/** The value that a share of the times does not exceed. */
export function quantile(times, share) {
  return Float64Array.from(times).sort()[Math.floor(times.length * share)];
}

/**
 * The ratio of two figures of which pairs were measured one after the other, and the interval that holds it in 19 of 20 cases:
 * the middle of the means of every two of the pairs' ratios, by their ranks (Hodges and Lehmann). A pair that the machine
 * disturbed has the weight of one pair, however much it differs.
 */
export function ratioOf(pairs) {
  const logs = pairs.map(({ without, during }) => Math.log(during / without));
  const means = logs.flatMap((one, at) => logs.slice(at).map((other) => (one + other) / 2));
  means.sort((one, other) => one - other);
  const { length } = logs;
  const margin = DEVIATIONS * Math.sqrt((length * (length + 1) * (2 * length + 1)) / 24);
  const rank = Math.max(0, Math.floor(means.length / 2 - margin));
  const at = (index) => Math.exp(means[index]);
  return { middle: at(Math.floor(means.length / 2)), lower: at(rank), upper: at(means.length - 1 - rank) };
}

/**
 * The ratio of the p99 of all times, and the interval of it when the pairs of windows are drawn anew: unlike the ratio of
 * single windows it shows delays that only a few windows have.
 */
export function pooledRatio(windows, random = Math.random) {
  const of = (drawn) => {
    const p99 = (name) =>
      quantile(
        drawn.flatMap((window) => window[name]),
        0.99,
      );
    return p99('during') / p99('without');
  };
  const draw = () => windows.map(() => windows[Math.floor(random() * windows.length)]);
  const ratios = Array.from({ length: DRAWS }, () => of(draw()));
  return { middle: of(windows), lower: quantile(ratios, 0.025), upper: quantile(ratios, 0.975) };
}

/** Whether a ratio is at most this one: true, false, or that the measurement shows neither, as of fewer than six pairs. */
export function verdictOf({ single, pooled, pairs }, most) {
  if (pairs < LEAST_PAIRS) return 'not shown';
  if (single.lower > most || pooled.lower > most) return false;
  return single.upper <= most ? true : 'not shown';
}
