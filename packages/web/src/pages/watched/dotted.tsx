import { Fragment, type ReactElement } from "react";

/** Short facts on one line. Each stands by itself: signs in a title that turn the direction of text end with it. */
export function Dotted({ parts }: { parts: readonly (string | number | null | undefined)[] }): ReactElement {
  const shown = parts.filter((part) => part != null && part !== "");
  return (
    <>
      {shown.map((part, index) => (
        <Fragment key={index}>
          {index > 0 && " · "}
          <bdi>{part}</bdi>
        </Fragment>
      ))}
    </>
  );
}
