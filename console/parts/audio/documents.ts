/** Asks for a short-lived link to the audio of a recording. */
export const MEDIA_DOCUMENT =
  'query Media($id: ID!) { node(id: $id) { ... on Recording { media(format: MP3) { url contentType } } } }';
