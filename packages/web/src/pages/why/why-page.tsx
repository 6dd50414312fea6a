import type { ReactElement } from "react";
import { useSearchParams } from "react-router";
import { Stack } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { readAsked } from "./asked.ts";
import { AskedThing } from "./asked-thing.tsx";
import { TitleSearch } from "./title-search.tsx";
import { WhyAnswer } from "./why-answer.tsx";

/** Why the person was not told of something. */
export function WhyPage(): ReactElement {
  const [params] = useSearchParams();
  const asked = readAsked(params);
  return (
    <Page
      title="Why not?"
      lead="Something aired and no rule told you? Name it, and see how far it came: whether it was seen, which rule heard it, what stopped it."
    >
      {asked === undefined ? (
        <TitleSearch />
      ) : (
        <Stack gap={6}>
          <AskedThing asked={asked} />
          <WhyAnswer asked={asked} />
        </Stack>
      )}
    </Page>
  );
}
