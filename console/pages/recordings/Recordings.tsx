import { useMemo, useState } from 'react';
import { usePages } from '../../api/pages.ts';
import { Player } from '../../parts/audio/Player.tsx';
import { DataTable } from '../../parts/DataTable.tsx';
import { Drawer } from '../../parts/Drawer.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Filters } from '../../parts/filters/Filters.tsx';
import { useFilter } from '../../parts/filters/filter.ts';
import { ListFooter } from '../../parts/ListFooter.tsx';
import { customerNumber } from '../../parts/Party.tsx';
import { Search } from '../../parts/Search.tsx';
import { Sources } from '../../parts/Sources.tsx';
import { durationOr, moment, words } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { Annotations } from './Annotations.tsx';
import { RECORDING_COLUMNS } from './columns.tsx';
import { recordingsDocument } from './documents.ts';
import type { RecordingRow } from './recording.ts';

interface DetailsProps {
  readonly recording: RecordingRow;
  onChanged(): void;
  onClose(): void;
}

function RecordingDetails({ recording, onChanged, onClose }: DetailsProps) {
  const { rights } = useSession();
  return (
    <Drawer label="Recording" title={customerNumber(recording) ?? 'Recording'} onClose={onClose}>
      {rights.may('Recording.media') ? (
        <Player recordingId={recording.id} />
      ) : (
        <p className="quiet">This key may not listen to recordings.</p>
      )}
      <Facts
        facts={[
          ['From', recording.from],
          ['To', recording.to],
          ['Direction', recording.direction && words(recording.direction)],
          ['Agent', recording.agent?.name],
          ['Device', recording.device],
          ['Started', moment(recording.startedAt)],
          ['Length', durationOr(recording.durationSeconds)],
          ['Call', recording.call?.callId],
          ['Account', recording.source.account.key],
          ['Key at the recorder', recording.source.nativeId],
        ]}
      />
      <section className="drawer-part">
        <h3>Annotations</h3>
        <Annotations recording={recording} onChanged={onChanged} />
      </section>
    </Drawer>
  );
}

/** The finished recordings, with player and annotations. */
export function Recordings() {
  const { rights } = useSession();
  const filter = useFilter();
  const document = useMemo(() => recordingsDocument(rights), [rights]);
  const pages = usePages<RecordingRow>(document, { filter: filter.conditions });
  const [id, setId] = useState<string | null>(null);
  const selected = pages.rows.find((recording) => recording.id === id);
  return (
    <div className={`page listing ${selected ? 'with-details' : ''}`}>
      <h1 className="page-title">Recordings</h1>
      <Filters filter={filter} capability="RECORDINGS" withCampaigns>
        {(['device', 'annotation'] as const).map((name) => (
          <Search
            key={name}
            label={words(name)}
            value={filter.choices[name]}
            onChange={(value) => filter.choose({ [name]: value })}
          />
        ))}
      </Filters>
      <section className="panel list" aria-label="Recordings" aria-busy={pages.reading}>
        <Sources sources={pages.sources} whole={!pages.hasMore} />
        <DataTable
          label="Recordings"
          columns={RECORDING_COLUMNS}
          rows={pages.rows}
          selected={id}
          onSelect={(recording) => setId(recording.id)}
          empty={pages.reading ? 'Reading the recordings…' : 'No recording of this period matches.'}
        />
        <ListFooter pages={pages} name="recordings" />
      </section>
      {selected && (
        <RecordingDetails key={selected.id} recording={selected} onChanged={pages.reload} onClose={() => setId(null)} />
      )}
    </div>
  );
}
