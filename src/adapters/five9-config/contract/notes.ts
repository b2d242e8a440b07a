/** What happens to a wait on the server where a single user serves every caller. */
export const SERVER_WAIT =
  ' With one configured user the gateway waits itself and asks every five seconds, so that other calls are served.';
/** What the guide asks of changes to skills (p. 212). */
export const OFF_PEAK = ' Affects the dialer: the vendor recommends off-peak hours.';
/** What happens to changes of users' skills, which the vendor asks to leave time between (guide p. 224). */
export const PACED = ' The gateway leaves three seconds between such calls (`skillPause`).';
