import type { Block } from '../../model/message.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { sectionBlocks } from '../reply.ts';
import { line } from '../scene.ts';
import { sectionFor } from '../section-for.ts';

/** The published contact lines, verbatim; first the section in charge, if the domain is known. */
export const contactBlocks = (ctx: Context, state: Pick<Session, 'facts' | 'answers'>): Block[] => {
  const { contacts } = ctx.pack;
  const { section, mapped } = sectionFor(ctx, state);
  return [
    ...(mapped ? [line(ctx, 'contacts.yours', { section: section.name, note: contacts.routingNote })] : []),
    ...sectionBlocks(ctx.pack),
  ];
};
