/**
 * Where the guide and the service disagree on an operation's name: the vendor plane speaks the guide's, the client sends
 * the service's. Nothing on the wire is called `skipPreviewCall`; the one operation that passes a previewed contact over
 * with a disposition is `setSkipPreviewCall`.
 */
export const guideSpellings = {
  retreiveCall: 'retrieveCall',
  skipPreviewCall: 'setSkipPreviewCall',
  setSoftphoneAutoHangup: 'setSoftphoneAutoHungup',
  getSoftphoneAutoHangup: 'getSoftphoneAutoHungup',
} as const;
