import type { ActRequest } from '../../api/acts.ts';

/** A custom field of a recording. */
export interface RecordingField {
  readonly field: string;
  readonly label: string;
  readonly value: string;
}

/** A recording as the console shows it. */
export interface RecordingRow {
  readonly id: string;
  readonly startedAt: string | null;
  readonly durationSeconds: number | null;
  readonly direction: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly device: string | null;
  readonly agent?: { readonly name: string } | null;
  readonly call?: { readonly id: string; readonly callId: string | null; readonly state: string } | null;
  readonly annotations: readonly RecordingField[];
  readonly source: { readonly account: { readonly key: string }; readonly nativeId: string };
}

/** Writes one custom field of a recording. */
export const annotateAct = (recordingId: string, field: string, value: string): ActRequest => ({
  ...{ mutation: 'recordingAnnotate', label: 'Annotate' },
  input: { recordingId, annotations: [{ field, value }] },
  result: 'recording { id annotations { field label value } }',
});
