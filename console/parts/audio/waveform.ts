import WaveSurfer from 'wavesurfer.js';

/** The nonce of the page's Content-Security-Policy, which the style of the waveform needs. */
const nonce = () => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name);

/** The colour of a token as the theme in use computes it; a canvas cannot resolve `light-dark()`. */
function resolved(token: string, element: HTMLElement): string {
  const before = element.style.color;
  element.style.color = colour(token);
  const found = getComputedStyle(element).color;
  element.style.color = before;
  return found;
}

/** Draws and plays a file in an element. */
export function openWaveform(container: HTMLElement, url: string): WaveSurfer {
  return WaveSurfer.create({
    container,
    url,
    height: 64,
    waveColor: resolved('--line-strong', container),
    progressColor: resolved('--accent', container),
    cursorColor: resolved('--accent', container),
    barWidth: 2,
    barGap: 1,
    barRadius: 2,
    normalize: true,
    cspNonce: nonce(),
  });
}
