// The inspector of a program that was started with `--inspect`.
import { WebSocket } from 'ws';

/** A line that an inspector prints about itself. */
export const INSPECTOR_LINE = /^(Debugger |For help, see)/;

/** Bytes of a program's heap after a collection. */
export function heapOf(inspector) {
  const socket = new WebSocket(inspector);
  const ask = (id, method) => socket.send(JSON.stringify({ id, method }));
  return new Promise((found, failed) => {
    socket.on('error', failed);
    socket.on('open', () => ask(1, 'HeapProfiler.collectGarbage'));
    socket.on('message', (data) => {
      const { id, result } = JSON.parse(data);
      if (id === 1) ask(2, 'Runtime.getHeapUsage');
      if (id !== 2) return;
      socket.close();
      found(result.usedSize);
    });
  });
}
