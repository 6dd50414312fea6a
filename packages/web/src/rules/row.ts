/** What a value of a row is written as: a text in quotes, a number, the name of a word, or a time. */
export interface Literal {
  kind: "text" | "number" | "word" | "time";
  /** Numbers as they are written: `7.0` stays that. Times as ISO 8601. */
  text: string;
}

/** One comparison that menus can show. */
export interface Compare {
  kind: "compare";
  word: string;
  operator: string;
  values: readonly Literal[];
  /** What a loop calls its element, where that is not `one`. */
  variable?: string;
}

/** Rows that count together: all must hold, any, none, or not all of them. */
export interface Group {
  kind: "group";
  join: Join;
  rows: readonly Row[];
}

export type Join = "all" | "any" | "none" | "not_all";

/** What menus cannot show, kept as it was written. */
export interface Written {
  kind: "written";
  text: string;
}

export type Row = Compare | Group | Written;
