import WaveSurfer from 'wavesurfer.js';
import { colourOf } from '../colour.ts';

/** The nonce of the page's Content-Security-Policy, which the style of the waveform needs. */
const nonce = () => document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';

/** Draws and plays a file in an element. */
export function openWaveform(container: HTMLElement, url: string): WaveSurfer {
  return WaveSurfer.create({
    container,
    url,
    height: 64,
    waveColor: colourOf('--line-strong', container),
    progressColor: colourOf('--accent', container),
    cursorColor: colourOf('--accent', container),
    barWidth: 2,
    barGap: 1,
    barRadius: 2,
    normalize: true,
    cspNonce: nonce(),
  });
}
