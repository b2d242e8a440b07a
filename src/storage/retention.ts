/** Hours for which events are stored where the configuration does not choose. */
export const DEFAULT_RETENTION_HOURS = 72;
