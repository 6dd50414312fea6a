import type { ComponentType } from "react";
import type { RouteObject } from "react-router";
import { Crash, NotFound } from "./crash.tsx";
import { Frame } from "./frame.tsx";
import { SessionGate } from "./session-gate.tsx";
import { ShellSkeleton } from "./shell.tsx";

/** A page comes with its own chunk, when somebody goes there. */
const page = (load: () => Promise<ComponentType>) => async () => ({ Component: await load() });

/** Every page behind the sign-in. */
const pages: RouteObject[] = [
  { index: true, lazy: page(async () => (await import("../pages/home/home-page.tsx")).HomePage) },
  { path: "/runs/:run", lazy: page(async () => (await import("../pages/trace/trace-page.tsx")).TracePage) },
  { path: "/events/:event", lazy: page(async () => (await import("../pages/event/event-page.tsx")).EventPage) },
  { path: "/why", lazy: page(async () => (await import("../pages/why/why-page.tsx")).WhyPage) },
  { path: "/waiting", lazy: page(async () => (await import("../pages/waiting/waiting-page.tsx")).WaitingPage) },
  { path: "/inbox", lazy: page(async () => (await import("../pages/inbox/inbox-page.tsx")).InboxPage) },
  { path: "/undo", lazy: page(async () => (await import("../pages/undo/undo-page.tsx")).UndoPage) },
  { path: "/rules", lazy: page(async () => (await import("../pages/rules/rules-page.tsx")).RulesPage) },
  { path: "/rules/recipes", lazy: page(async () => (await import("../pages/rules/recipes-page.tsx")).RecipesPage) },
  { path: "/rules/new", lazy: page(async () => (await import("../pages/rules/new-rule-page.tsx")).NewRulePage) },
  { path: "/rules/:rule", lazy: page(async () => (await import("../pages/rules/rule-page.tsx")).RulePage) },
  { path: "/import", lazy: page(async () => (await import("../pages/rules/import-page.tsx")).ImportPage) },
  { path: "/calendar", lazy: page(async () => (await import("../pages/calendar/calendar-page.tsx")).CalendarPage) },
  { path: "/progress", lazy: page(async () => (await import("../pages/progress/progress-page.tsx")).ProgressPage) },
  { path: "/progress/:show", lazy: page(async () => (await import("../pages/progress/show-page.tsx")).ShowPage) },
  { path: "/watched", lazy: page(async () => (await import("../pages/watched/watched-page.tsx")).WatchedPage) },
  { path: "/friends", lazy: page(async () => (await import("../pages/friends/friends-page.tsx")).FriendsPage) },
  { path: "/watchlist", lazy: page(async () => (await import("../pages/watchlist/watchlist-page.tsx")).WatchlistPage) },
  { path: "/channels", lazy: page(async () => (await import("../pages/channels/channels-page.tsx")).ChannelsPage) },
  {
    path: "/channels/new",
    lazy: page(async () => (await import("../pages/channels/new-channel-page.tsx")).NewChannelPage),
  },
  {
    path: "/channels/:channel",
    lazy: page(async () => (await import("../pages/channels/channel-page.tsx")).ChannelPage),
  },
  { path: "/webhooks", lazy: page(async () => (await import("../pages/webhooks/webhooks-page.tsx")).WebhooksPage) },
  { path: "/household", lazy: page(async () => (await import("../pages/household/household-page.tsx")).HouseholdPage) },
  { path: "/settings", lazy: page(async () => (await import("../pages/settings/settings-page.tsx")).SettingsPage) },
  { path: "/operator", lazy: page(async () => (await import("../pages/operator/operator-page.tsx")).OperatorPage) },
];

export const routes: RouteObject[] = [
  {
    Component: Frame,
    ErrorBoundary: Crash,
    HydrateFallback: ShellSkeleton,
    children: [
      {
        path: "/sign-in",
        lazy: page(async () => (await import("../pages/sign-in/sign-in-page.tsx")).SignInPage),
      },
      {
        Component: SessionGate,
        children: [{ ErrorBoundary: Crash, children: [...pages, { path: "*", Component: NotFound }] }],
      },
    ],
  },
];
