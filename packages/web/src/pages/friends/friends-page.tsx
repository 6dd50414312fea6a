import type { ReplyOf } from "@showrunner/client/asked.ts";
import { type ReactElement, useState } from "react";
import { me, useApi } from "../../app/api.ts";
import { initialsOf } from "../../app/initials.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton, OutsideLinkButton } from "../../ui/button.tsx";
import { Card, Grid } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Page } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { NowWatching } from "../watched/now-watching.tsx";
import { seenDetail, SeenTitle } from "../watched/what-was-watched.tsx";
import { inOrder } from "./friends-order.ts";
import styles from "./friends-page.module.css";

type Friend = ReplyOf<"views.friends">["items"][number];

/** Each asking is two questions a friend to Trakt. */
const everyFewMinutesMs = 5 * 60_000;

/** What friends watch now, and what they watched last. */
export function FriendsPage(): ReactElement {
  const friends = useApi("views.friends", { path: me }, { everyMs: everyFewMinutesMs });
  return (
    <Page
      title="Friends"
      lead="Who is watching something now, and what they watched last."
      actions={
        <LinkButton to="/rules/recipes" icon="spark">
          Rules about friends
        </LinkButton>
      }
    >
      <Loaded query={friends} skeleton={<FriendsSkeleton />}>
        {({ items }) =>
          items.length === 0 ? (
            <NoFriends />
          ) : (
            <Grid column="l" as="ul">
              {inOrder(items).map((friend) => (
                <FriendCard key={friend.username} friend={friend} />
              ))}
            </Grid>
          )
        }
      </Loaded>
    </Page>
  );
}

/** So many plays are in sight until somebody wants all. */
const playsFirst = 4;

function FriendCard({ friend }: { friend: Friend }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const { username, name, url, watching, watched, visible } = friend;
  const called = name ?? username;
  const plays = isOpen ? watched : watched.slice(0, playsFirst);
  return (
    <li>
      <Card as="article">
        <div className={styles.friend}>
          <header className={styles.who}>
            <span className={styles.face} aria-hidden="true">
              {initialsOf(called)}
            </span>
            <div className={styles.names}>
              <h2 className={styles.name}>{called}</h2>
              <a href={url} target="_blank" rel="noopener noreferrer" className={styles.profile}>
                {username} at Trakt
                <Icon name="external" size="s" />
              </a>
            </div>
            {watching !== null && (
              <Badge tone="accent" icon="play">
                Watching now
              </Badge>
            )}
          </header>
          {watching !== null && (
            <div className={styles.now}>
              <NowWatching watching={watching} />
            </div>
          )}
          {!visible && (
            <p className={styles.quiet}>
              <Icon name="lock" size="s" /> {called} keeps to themselves what they watch.
            </p>
          )}
          {visible && watched.length === 0 && watching === null && <p className={styles.quiet}>No plays yet.</p>}
          {plays.length > 0 && (
            <ul className={styles.plays} aria-label={`What ${called} watched last`}>
              {plays.map((play) => (
                <li key={play.id} className={styles.play}>
                  <span className={styles.what}>
                    <SeenTitle seen={play} /> <bdi className={styles.detail}>{seenDetail(play)}</bdi>
                  </span>
                  <span className={styles.when}>
                    <Timestamp at={play.watched_at} />
                  </span>
                </li>
              ))}
            </ul>
          )}
          {watched.length > playsFirst && (
            <div>
              <Button size="s" icon={isOpen ? "up" : "down"} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                {isOpen ? "Fewer plays" : `${watched.length - playsFirst} more plays`}
                <span className="visually-hidden"> of {called}</span>
              </Button>
            </div>
          )}
        </div>
      </Card>
    </li>
  );
}

const NoFriends = (): ReactElement => (
  <Card>
    <EmptyState
      icon="friends"
      title="Nobody here yet"
      actions={
        <OutsideLinkButton href="https://trakt.tv" isNewTab look="primary" icon="external">
          Find people at Trakt
        </OutsideLinkButton>
      }
    >
      At Trakt, a friend is somebody whom you follow and who follows you. As soon as you have one, what they watch shows
      up here, and rules can tell you of it.
    </EmptyState>
  </Card>
);

const FriendsSkeleton = (): ReactElement => (
  <Grid column="l">
    {[0, 1].map((index) => (
      <Card key={index}>
        <div className={styles.friend} role={index === 0 ? "status" : undefined}>
          {index === 0 && <span className="visually-hidden">Loading your friends</span>}
          <div className={styles.who}>
            <Skeleton shape="circle" width="2.75rem" height="2.75rem" />
            <div className={styles.names}>
              <Skeleton width="8rem" />
            </div>
          </div>
          {[0, 1, 2, 3].map((play) => (
            <Skeleton key={play} width={`${85 - play * 8}%`} height="1.5rem" />
          ))}
        </div>
      </Card>
    ))}
  </Grid>
);
