import type { ReactElement } from "react";
import { useParams } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { LinkButton, OutsideLinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState, Notice } from "../../ui/states.tsx";
import { Dotted } from "../watched/dotted.tsx";
import { GoesOn } from "./goes-on.tsx";
import { SeasonCard } from "./season-card.tsx";
import { seasonLines } from "./seasons.ts";
import styles from "./show-page.module.css";
import { ShowSummary } from "./show-summary.tsx";
import type { ShowProgress } from "./standing.ts";

/** One show: season by season and episode by episode. */
export function ShowPage(): ReactElement {
  const { show = "" } = useParams();
  const query = useApi("views.progress", { path: me, query: { title: show, extended: "full" } });
  const one = query.data?.items[0];
  return (
    <Page
      key={show}
      title={one?.show.title ?? "Progress"}
      lead={one && <Dotted parts={[one.show.year, one.show.network, statusWords(one.show.status)]} />}
      back={{ to: "/progress", label: "Progress" }}
      actions={
        one?.show.url !== undefined && (
          <OutsideLinkButton href={one.show.url} isNewTab icon="external">
            At Trakt
          </OutsideLinkButton>
        )
      }
    >
      <GoesOn query={query} skeleton={<ShowSkeleton />}>
        {({ items }) => (items[0] === undefined ? <NoShow /> : <Whole one={items[0]} />)}
      </GoesOn>
    </Page>
  );
}

/** "returning series" → "Returning series". */
const statusWords = (status: string | null | undefined): string =>
  status == null ? "" : status.charAt(0).toUpperCase() + status.slice(1);

function Whole({ one }: { one: ShowProgress }): ReactElement {
  const told = useApi("views.episodes", { path: { ...me, show: String(one.show.ids.trakt) } });
  const lines = seasonLines(one, told.data?.seasons);
  return (
    <>
      <ShowSummary one={one} />
      <Section title="Seasons">
        {told.error !== null && (
          <Notice tone="wait">Titles and dates could not be read from Trakt just now; what is watched is right.</Notice>
        )}
        {lines.length === 0 ? (
          <Card>
            <EmptyState icon="progress" title="Nothing has aired yet">
              Its seasons show up here as soon as Trakt knows them.
            </EmptyState>
          </Card>
        ) : (
          <div className={styles.seasons}>
            {lines.map((line) => (
              <SeasonCard key={line.number} line={line} isNamed={told.data !== undefined} />
            ))}
          </div>
        )}
      </Section>
    </>
  );
}

const NoShow = (): ReactElement => (
  <EmptyState
    icon="search"
    title="There is no such show"
    actions={
      <LinkButton to="/progress" look="primary">
        All shows
      </LinkButton>
    }
  />
);

const ShowSkeleton = (): ReactElement => (
  <div className={styles.seasons} role="status">
    <span className="visually-hidden">Loading the show</span>
    <Skeleton shape="block" height="14rem" />
    <Skeleton shape="block" height="9rem" />
    <Skeleton shape="block" height="9rem" />
  </div>
);
