import type { Address } from '../../model/address.ts';
import { messageTo } from '../../model/message.ts';
import { takesAll } from '../../model/prompt.ts';
import type { Effect } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line, type Scene } from '../scene.ts';
import { subjectOfToken } from '../tokens.ts';
import { seatsOf } from './people.ts';

/**
 * What may not stand before everybody in a group: whatever an officer asks about cases, and for anybody what carries
 * buttons of a case, files, or a step of a decision.
 */
const isDiscreet = (reaction: Reaction, scene: Scene): boolean =>
  reaction.discreet === true ||
  (scene.buttons ?? []).some(({ token }) => subjectOfToken(token)[0]?.kind === 'application') ||
  (scene.files ?? []).length > 0 ||
  (scene.question !== undefined && takesAll(scene.question.asks));

const privateChatOf = ({ roster, session }: World): Address | undefined =>
  seatsOf(roster, session.actor).find(({ address }) => address.kind === 'private')?.address;

/** What a chat is shown of a scene, and what goes to the person's private chat instead. */
export interface Shown {
  readonly scene: Scene;
  readonly elsewhere: readonly Effect[];
}

/**
 * A scene as its chat may see it. In a group, what concerns a case is replaced by one line that names nobody; the rest
 * goes to the officer's private chat where there is one. Nothing is asked there: a question belongs to the chat it was
 * asked in.
 */
export const shownIn = (ctx: Context, world: World, reaction: Reaction, scene: Scene): Shown => {
  if (world.session.address.kind === 'private' || !isDiscreet(reaction, scene))
    return { scene, elsewhere: [] };
  const to = privateChatOf(world);
  if (!to) return { scene: { blocks: [line(ctx, 'group.look')] }, elsewhere: [] };
  const message = messageTo(to, ctx.mint('discreet'), scene.blocks, {
    choices: [...(scene.buttons ?? [])],
    files: [...(scene.files ?? [])],
  });
  return { scene: { blocks: [line(ctx, 'group.sent')] }, elsewhere: [{ kind: 'message', message }] };
};
