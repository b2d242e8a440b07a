/** Zone of the simulated recorder's clock. */
export const ZONE = 'America/New_York';
