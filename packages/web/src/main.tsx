import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { keyOf } from "./app/api.ts";
import { routes } from "./app/routes.tsx";
import { isSignedOut } from "./app/trouble.ts";
import "./ui/tokens.css";
import "./ui/base.css";

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      if (isSignedOut(error) && queryKey[0] !== "session.get")
        void queries.invalidateQueries({ queryKey: keyOf("session.get") });
    },
  }),
  // The client itself tries again what may be tried again.
  defaultOptions: { queries: { retry: false, staleTime: 20_000, gcTime: 10 * 60_000 }, mutations: { retry: false } },
});

const router = createBrowserRouter(routes);

const root = document.querySelector("#app");
if (root === null) throw new Error("index.html has no #app");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
