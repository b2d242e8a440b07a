import { standsAt } from './names.ts';

/** Content between two markers, without tags. */
export interface Section {
  readonly begin: string;
  readonly ending: string;
  /** Its content is text of the element around it. */
  readonly isText: boolean;
  /** The ending is all of the mark; otherwise a `>` must follow. */
  readonly isLast: boolean;
}

/** A comment. */
const COMMENT: Section = { begin: '<!--', ending: '--', isText: false, isLast: false };
/** A CDATA section. */
const CDATA: Section = { begin: '<![CDATA[', ending: ']]>', isText: true, isLast: true };
/** A processing instruction. */
const INSTRUCTION: Section = { begin: '<?', ending: '?>', isText: false, isLast: true };

const INSTRUCTION_NAME = /<\?(?!xml)[A-Za-z_][\w.-]*(?=[ \t\n]|\?>)/iy;

/** The section that begins at a place; undefined where none does that is plain. */
export function sectionAt(source: string, at: number): Section | undefined {
  if (standsAt(source, COMMENT.begin, at)) return COMMENT;
  if (standsAt(source, CDATA.begin, at)) return CDATA;
  INSTRUCTION_NAME.lastIndex = at;
  return INSTRUCTION_NAME.test(source) ? INSTRUCTION : undefined;
}
