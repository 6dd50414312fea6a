/** Joins the class names that are there: `classNames(styles.row, isOpen && styles.open)`. */
export const classNames = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(" ");
