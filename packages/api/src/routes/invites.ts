import * as Invites from "../contract/invites.ts";
import { type Implemented, implement } from "./implement.ts";

const invites = () => import("@showrunner/services/accounts/invites.ts");

export const inviteRoutes: readonly Implemented[] = [
  implement(Invites.list, async ({ ctx }) => {
    const { listInvites } = await invites();
    return { items: await listInvites(ctx) };
  }),
  implement(Invites.add, async ({ ctx, body }) => {
    const { addInvite } = await invites();
    const { invite, token } = await addInvite(ctx, body);
    return { ...invite, token: token.reveal(), path: `/connect?invite=${token.reveal()}` };
  }),
  implement(Invites.remove, async ({ ctx, param }) => {
    const { removeInvite } = await invites();
    return await removeInvite(ctx, param("invite"));
  }),
];
