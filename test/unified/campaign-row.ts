/** A campaign as an adapter answers it. */
export const campaign = (nativeId: string, facts: object = {}) => ({
  nativeId,
  name: nativeId,
  direction: 'OUTBOUND' as const,
  ...facts,
});

/** A read that never answers. */
export const never = () => new Promise<never>(() => {});
