// A share with how far it may be from the true one.

/** The share of a sample in percent, with the 95 % interval of Wilson. */
export function shareWithInterval(count, of) {
  if (of === 0) return '-';
  const z = 1.96;
  const share = count / of;
  const centre = share + z ** 2 / (2 * of);
  const spread = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  const bound = (sign) => Math.round(((centre + sign * spread) / (1 + z ** 2 / of)) * 100);
  return `${Math.round(share * 100)} % (${bound(-1)} to ${bound(1)})`;
}
