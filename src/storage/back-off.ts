/** A growing pause before another attempt, never the same for two clients. */
export function pauseBefore(attempt: number, first: number, longest: number): number {
  const whole = Math.min(longest, first * 2 ** Math.min(attempt, 16));
  return whole / 2 + (Math.random() * whole) / 2;
}
