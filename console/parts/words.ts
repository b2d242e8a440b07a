const ACRONYMS = /\b(?:cti|ivr)\b/g;

/** `NOT_READY` as people read it: `Not ready`. */
export function words(value: string | null | undefined): string {
  if (!value) return '–';
  const text = value
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(ACRONYMS, (acronym) => acronym.toUpperCase());
  return text[0]?.toUpperCase() + text.slice(1);
}

/** Seconds as `4:07`, `1:02:09` or `3 d 4 h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole >= 86_400) return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3_600)} h`;
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor((whole % 3_600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** The time of day of an instant, with its date where that is not today. */
export function moment(instant: string | null | undefined): string {
  if (!instant) return '–';
  const date = new Date(instant);
  const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return date.toDateString() === new Date().toDateString() ? time : `${date.toLocaleDateString()} ${time}`;
}

/** Seconds as `duration` writes them; a dash when they are not known. */
export const durationOr = (seconds: number | null | undefined): string =>
  seconds === null || seconds === undefined ? '–' : duration(seconds);

/** A share from 0 to 1 in percent; a dash when it is not known. */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : `${Math.round(share * 100)} %`;
