/** Which devices the recorder's events named, for the watch of calls beside the stream. */

type Listener = (device: string | null) => void;

/** Passes on the device of each event; null stands for any device, after a stretch without events. */
export class DeviceChanges {
  readonly #listeners = new Set<Listener>();

  /** Reports that something changed at a device. */
  changed(device: string | null): void {
    for (const listener of this.#listeners) listener(device);
  }

  /** Calls back for each change; answers how to stop. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
