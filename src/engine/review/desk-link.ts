import { createHash } from 'node:crypto';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line, text } from '../scene.ts';
import { fold } from '../text.ts';

/** How long a link to the desk is good for, in milliseconds; our own choice. */
export const DESK_LINK_MS = 10 * 60 * 1000;

/** Longer texts are no command, in UTF-16 units. */
const LIMIT = 20;
const command =
  /^\/?(?:请|我要|帮我)?(?:(?:打开|进入|登录|登陆|去|上)审[核批][台桌]|审核台|desk)(?:链接|地址|吧)?$/u;

/** 打开审核台. */
export const isDeskCommand = (raw: string): boolean => raw.length <= LIMIT && command.test(fold(raw));

/** Id under which a link is kept: whoever reads the store cannot open it. */
export const deskLinkId = (token: string): string =>
  createHash('sha256').update(`shenbao desk link ${token}`).digest('hex');

/** What is kept of a link until it is used. */
export interface DeskLink {
  readonly actor: string;
  /** Milliseconds since 1970 (UTC). */
  readonly expires: number;
}

/** A one-time link that signs this officer in at the desk. What follows `#` never leaves the browser by itself. */
export const offerDesk = (ctx: Context, { session }: World): Reaction => {
  if (session.address.kind === 'group')
    return { session, notes: [line(ctx, 'desk.notInGroup')], scene: { blocks: [] } };
  if (ctx.rehearsal) return { session, notes: [line(ctx, 'desk.inRehearsal')], scene: { blocks: [] } };
  if (!ctx.desk) return { session, notes: [line(ctx, 'desk.notServed')], scene: { blocks: [] } };
  const token = `${ctx.mint('desk link a')}${ctx.mint('desk link b')}`;
  const link: DeskLink = { actor: session.actor, expires: ctx.now.ms + DESK_LINK_MS };
  return {
    session,
    scene: {
      blocks: [line(ctx, 'desk.link', { minutes: DESK_LINK_MS / 60_000 }), text(`${ctx.desk}${token}`)],
    },
    effects: [{ kind: 'note', list: 'desk-links', id: deskLinkId(token), body: JSON.stringify(link) }],
    audit: [{ role: 'staff', action: 'desk.link', subject: session.actor }],
  };
};
