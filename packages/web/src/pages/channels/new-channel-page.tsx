import type { ReactElement } from "react";
import { Link, useSearchParams } from "react-router";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, useApi, usePages } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Grid, Stack } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Notice } from "../../ui/states.tsx";
import { ChannelForm } from "./channel-form.tsx";
import { KindIcon } from "./kind-icon.tsx";
import { groupWords, type KindWords, wordsOf } from "./kind-words.ts";
import styles from "./new-channel-page.module.css";
import { WebPushForm } from "./web-push-form.tsx";

export type ChannelKind = ReplyOf<"channels.kinds">["items"][number];

const groups: readonly KindWords["group"][] = ["here", "phone", "chat", "server"];

/** Adds a channel: first its kind, then what that kind needs. */
export function NewChannelPage(): ReactElement {
  const [search] = useSearchParams();
  const wanted = search.get("kind");
  const kinds = useApi("channels.kinds", undefined, { isFixed: true });
  const channels = usePages("channels.list", { path: me, query: { limit: 200 } });
  const chosen = kinds.data?.items.find(({ kind }) => kind === wanted);
  // One inbox is enough for anybody.
  const inbox = channels.items.find(({ kind }) => kind === "inbox");
  const taken = channels.items.map(({ name }) => name);
  const back =
    wanted === null ? { to: "/channels", label: "Channels" } : { to: "/channels/new", label: "All kinds of channel" };
  return (
    <Page
      key={wanted}
      title={chosen === undefined ? "Add a channel" : `Add ${chosen.label}`}
      lead={chosen === undefined ? "Where would you like to be told?" : chosen.description}
      back={back}
      width={wanted === null ? "normal" : "prose"}
    >
      <Loaded query={kinds} skeleton={<KindsSkeleton isForm={wanted !== null} />}>
        {({ items }) => {
          if (wanted === null) return <KindGallery kinds={items} inbox={inbox} />;
          if (chosen === undefined) return <UnknownKind />;
          if (channels.isPending) return <KindsSkeleton isForm />;
          return chosen.kind === "web_push" ? (
            <WebPushForm taken={taken} />
          ) : (
            <ChannelForm kind={chosen} taken={taken} />
          );
        }}
      </Loaded>
    </Page>
  );
}

interface KindGalleryProps {
  kinds: readonly ChannelKind[];
  /** The one that there is. */
  inbox: { id: string } | undefined;
}

function KindGallery({ kinds, inbox }: KindGalleryProps): ReactElement {
  return (
    <Stack gap={6}>
      {groups.map((group) => {
        const here = kinds.filter(({ kind }) => wordsOf(kind).group === group);
        if (here.length === 0) return null;
        return (
          <Section key={group} title={groupWords[group]}>
            <Grid as="ul" gap={3}>
              {here.map(({ kind, label, description }) => (
                <li key={kind} className={styles.kind}>
                  <KindIcon kind={kind} />
                  <div className={styles.words}>
                    <Link
                      to={
                        kind === "inbox" && inbox !== undefined
                          ? `/channels/${encodeURIComponent(inbox.id)}`
                          : `/channels/new?kind=${encodeURIComponent(kind)}`
                      }
                      className={styles.link}
                    >
                      {label}
                    </Link>
                    <p className={styles.description}>
                      {kind === "inbox" && inbox !== undefined ? "You have it already." : description}
                    </p>
                  </div>
                  <Icon name="right" size="s" />
                </li>
              ))}
            </Grid>
          </Section>
        );
      })}
    </Stack>
  );
}

const UnknownKind = (): ReactElement => (
  <Notice
    tone="wait"
    title="There is no such kind of channel"
    actions={<LinkButton to="/channels/new">Choose one</LinkButton>}
  >
    The address may be mistyped.
  </Notice>
);

const KindsSkeleton = ({ isForm }: { isForm: boolean }): ReactElement => (
  <div role="status">
    <span className="visually-hidden">Loading</span>
    {isForm ? (
      <Skeleton shape="block" height="22rem" />
    ) : (
      <Grid gap={3}>
        {Array.from({ length: 9 }, (_, index) => (
          <Skeleton key={index} shape="block" height="6.5rem" />
        ))}
      </Grid>
    )}
  </div>
);
