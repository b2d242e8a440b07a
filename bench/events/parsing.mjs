import { SaxesParser } from 'saxes';
import { median } from '../lib/measure.mjs';
import { eventText } from './feed.mjs';

/**
 * Processor time of parsing alone, with each text stored under its element's name, in microseconds for each event: a
 * median.
 */
export function parsingAlone(count) {
  const texts = Array.from({ length: count }, (_, at) => eventText(at + 1));
  const run = () => {
    for (const document of texts) {
      const parser = new SaxesParser();
      const around = [{}];
      let text = '';
      parser.on('opentag', () => {
        around.push({});
        text = '';
      });
      parser.on('text', (chunk) => {
        text += chunk;
      });
      parser.on('closetag', ({ name }) => {
        const inside = around.pop();
        around.at(-1)[name] = Object.keys(inside).length ? inside : text;
        text = '';
      });
      parser.write(document).close();
    }
  };
  run();
  const times = Array.from({ length: 9 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / count;
  });
  return median(times);
}
