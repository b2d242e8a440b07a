/** A note on waits on the server where a single user serves every caller. */
export const SERVER_WAIT =
  ' With one configured user the gateway waits itself and asks every five seconds, so that other calls are served.';
/** The guide's rule for changes of skills (p. 212) and for records deleted from lists (p. 192, 197). */
export const OFF_PEAK = ' Affects the dialer: the vendor recommends off-peak hours.';
/** Treatment of changes of users' skills, between which the vendor requires pauses (guide p. 224). */
export const PACED = ' The gateway leaves three seconds between such calls (`skillPause`).';
