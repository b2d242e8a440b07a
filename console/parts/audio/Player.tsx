import { useEffect, useRef, useState } from 'react';
import type WaveSurfer from 'wavesurfer.js';
import { problemOf } from '../../api/pages.ts';
import { useSession } from '../../session/session.ts';
import { Icon } from '../Icon.tsx';
import { Problem } from '../Problem.tsx';
import { duration } from '../words.ts';
import { MEDIA_DOCUMENT } from './documents.ts';

interface MediaAnswer {
  readonly node: { readonly media: { readonly url: string } | null } | null;
}

/** The link leads to the gateway's public address; this page may use another one of the same gateway. */
const onThisHost = (url: string) => new URL(new URL(url).pathname, location.origin).href;

const RATES = [1, 1.25, 1.5, 2];
const SKIP_SECONDS = 5;

function Controls({ wave, playing, seconds }: { wave: WaveSurfer; playing: boolean; seconds: number }) {
  const [rate, setRate] = useState(1);
  const choose = (chosen: number) => {
    wave.setPlaybackRate(chosen, true);
    setRate(chosen);
  };
  return (
    <div className="player-controls">
      <button type="button" className="primary" onClick={() => void wave.playPause()}>
        <Icon name={playing ? 'pause' : 'play'} />
        {playing ? 'Pause' : 'Play'}
      </button>
      <input
        type="range"
        aria-label="Position"
        aria-valuetext={duration(seconds)}
        min={0}
        max={Math.ceil(wave.getDuration())}
        step={SKIP_SECONDS}
        value={seconds}
        onChange={({ target }) => wave.setTime(Number(target.value))}
      />
      <output className="figure">
        {duration(seconds)} / {duration(wave.getDuration())}
      </output>
      <select aria-label="Speed" value={rate} onChange={({ target }) => choose(Number(target.value))}>
        {RATES.map((value) => (
          <option key={value} value={value}>
            {value}×
          </option>
        ))}
      </select>
    </div>
  );
}

function Waveform({ url }: { url: string }) {
  const container = useRef<HTMLDivElement>(null);
  const [wave, setWave] = useState<WaveSurfer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [playing, setPlaying] = useState(false);
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    let opened: WaveSurfer | null = null;
    let left = false;
    void import('./waveform.ts').then(({ openWaveform }) => {
      if (left || !container.current) return;
      opened = openWaveform(container.current, url);
      const made = opened;
      made.on('ready', () => setWave(made));
      made.on('error', ({ message }) => setProblem(message));
      made.on('play', () => setPlaying(true));
      made.on('pause', () => setPlaying(false));
      made.on('timeupdate', setSeconds);
    });
    return () => {
      left = true;
      opened?.destroy();
    };
  }, [url]);
  return (
    <>
      <div ref={container} className="waveform" aria-hidden="true" />
      {wave && <Controls wave={wave} playing={playing} seconds={seconds} />}
      {!wave && !problem && <p className="quiet">Loading the audio…</p>}
      <Problem text={problem && `The audio cannot be played: ${problem}`} />
    </>
  );
}

/** Plays a recording. Its audio is fetched when the user asks for it, since each fetch is an entry of the audit trail. */
export function Player({ recordingId }: { recordingId: string }) {
  const { http } = useSession().floor;
  const [url, setUrl] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = async () => {
    const { data, error } = await http.query<MediaAnswer>(MEDIA_DOCUMENT, { id: recordingId }).toPromise();
    const link = data?.node?.media?.url;
    if (link) setUrl(onThisHost(link));
    else setProblem(error ? problemOf(error) : 'The account has no audio of this recording.');
  };
  return (
    <div className="player">
      {url ? (
        <Waveform url={url} />
      ) : (
        <button type="button" onClick={() => void load()}>
          <Icon name="play" />
          Listen
        </button>
      )}
      <Problem text={problem} />
    </div>
  );
}
