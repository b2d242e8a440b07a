import {
  base64,
  boolean,
  contract,
  double,
  enumeration,
  fault,
  int,
  list,
  long,
  mutation,
  optional,
  query,
  required,
  string,
  struct,
  variant,
} from '../../src/adapters/contract.ts';

/** A small contract with one of everything, for tests of the codec and the transports. */
export const color = enumeration('color', 'A color.', { RED: 'Red.', 'light blue': 'Sky.', '3D': 'Solid.' });

export const part = struct('part', 'A part.', {
  name: required(string, 'Its name.', { maxLength: 40 }),
  size: optional(int, 'Its size.', { minimum: 0, maximum: 1000 }),
});

export const round = struct('round', 'A round widget.', { radius: optional(double, 'Its radius.') });
export const angular = struct('angular', 'An angular widget.', { corners: optional(list(int), 'Its corners.') });
export const nothingElse = struct('nothingElse', 'No fields.', {});
export const form = variant('form', 'A form.', { round, angular, nothingElse });

export const widget = struct('widget', 'A widget.', {
  id: optional(long, 'Its id.'),
  label: optional(string, 'Its label.'),
  tint: optional(color, 'Its color.'),
  works: optional(boolean, 'Whether it works.'),
  weight: optional(double, 'Its weight.'),
  picture: optional(base64, 'A picture.'),
  parts: optional(list(part), 'Its parts.', { maxItems: 1000 }),
  tags: optional(list(string, 'item'), 'Its tags.'),
  grid: optional(list(struct('row', 'A row.', { cells: optional(list(string, 'item'), 'Cells.') })), 'Rows.'),
  form: optional(form, 'Its form.'),
  Alias: optional(string, 'Written otherwise on the wire.', { wire: 'wireName', alsoRead: ['oldName'] }),
  open: optional(struct('loose', 'Open.', { known: optional(string, 'Known.') }, { open: true }), 'Open.'),
});

export const NotFoundFault = fault('NotFoundFault', 'NOT_FOUND', 'There is no such widget.', {
  name: optional(string, 'The name.'),
  id: optional(long, 'The id.'),
});
export const BusyFault = fault('BusyFault', 'RATE_LIMITED', 'Too busy.', {}, { retryable: true });
export const OtherFault = fault('OtherFault', 'FAILED_PRECONDITION', 'Something else.');

export const sample = contract({
  vendor: 'five9-config',
  prefix: 'sample',
  chapters: {
    Widgets: {
      echo: query('Answers what it is given.', {
        input: { widget: optional(widget, 'A widget.') },
        output: widget,
        faults: [NotFoundFault],
      }),
      find: query('Finds samples.', {
        input: {
          pattern: optional(string, 'A pattern.'),
          most: optional(int, 'How many.'),
          tint: optional(color, 'C.'),
        },
        output: list(widget),
        faults: [NotFoundFault, BusyFault],
      }),
      names: query('Names.', { output: list(string) }),
      count: query('Counts.', { input: { of: optional(string, 'Of what.') }, output: int, outputName: 'total' }),
      wait: query('Waits.', { input: { seconds: optional(int, 'How long.') }, output: boolean, waits: 'seconds' }),
      shape: query('A form.', { output: form }),
      make: mutation('Makes one.', {
        input: {
          name: required(string, 'Its name.'),
          secret: optional(string, 'A secret.', { secret: true }),
          parts: optional(list(part), 'Parts.'),
        },
        faults: [NotFoundFault, OtherFault],
      }),
    },
  },
});

export const NAMESPACE = 'http://sample.example.com/';
