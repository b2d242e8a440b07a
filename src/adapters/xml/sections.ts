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
export const COMMENT: Section = { begin: '<!--', ending: '--', isText: false, isLast: false };
/** A CDATA section. */
export const CDATA: Section = { begin: '<![CDATA[', ending: ']]>', isText: true, isLast: true };
/** A processing instruction. */
export const INSTRUCTION: Section = { begin: '<?', ending: '?>', isText: false, isLast: true };
