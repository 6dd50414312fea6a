import type { ReactElement } from "react";
import { useRouteError } from "react-router";
import { Button, LinkButton } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { EmptyState, ErrorState } from "../ui/states.tsx";
import { troubleOf } from "./trouble.ts";

/** Chunks of a page bear the build's name: after an update the old ones are gone. */
const isOldVersion = (error: unknown): boolean =>
  error instanceof TypeError &&
  /dynamically imported module|importing a module script|module script failed/i.test(error.message);

/** A page broke, or could not be loaded. */
export function Crash(): ReactElement {
  const error = useRouteError();
  const trouble = isOldVersion(error)
    ? { message: "This page could not be loaded.", hint: "Showrunner was updated, or is not running. Reload to go on." }
    : troubleOf(error);
  return (
    <ErrorState
      trouble={trouble}
      actions={
        <>
          <Button look="primary" icon="replay" onClick={() => location.reload()}>
            Reload
          </Button>
          <LinkButton to="/">Home</LinkButton>
        </>
      }
    />
  );
}

export const NotFound = (): ReactElement => (
  <Page title="Nothing here">
    <EmptyState
      icon="search"
      title="There is no such page"
      actions={
        <LinkButton to="/" look="primary">
          Go home
        </LinkButton>
      }
    >
      The address may be mistyped, or what it named is gone.
    </EmptyState>
  </Page>
);
