/** The keys of a turret account. */
import * as z from 'zod';

/** Settings of a turret account. */
export const settings = z.strictObject({ url: z.url({ protocol: /^https?$/ }).describe('URL of the service.') });

/** Settings of an account, checked. */
export type Settings = z.infer<typeof settings>;
