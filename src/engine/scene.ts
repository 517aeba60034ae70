import type { Event } from '../model/event.ts';
import type { FileRef } from '../model/file.ts';
import {
  type Block,
  type Choice,
  type FormInput,
  messageTo,
  type OutMessage,
  type TextRole,
} from '../model/message.ts';
import { type Meaning, optionToken, type Prompt, type Question } from '../model/prompt.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { type Arguments, say, type WordingKey } from './wording.ts';

/** What a person sees next: blocks, what is asked, and where else one may go. */
export interface Scene {
  readonly blocks: readonly Block[];
  /** The question an answer is expected to. Options are bound to it: pressed later, they do nothing. */
  readonly question?: Question;
  /** Ways on that are safe to press at any time. */
  readonly links?: readonly Link[];
  /** Buttons with a meaning of their own, stored elsewhere (a case's grants). */
  readonly buttons?: readonly Choice[];
  readonly files?: readonly FileRef[];
  readonly form?: readonly FormInput[];
  /** The logical card it is, where it is brought up to date later (model/message.ts). */
  readonly card?: string;
}

/** Fixed buttons: they only lead somewhere, so an old one is as good as a new one. */
export const links = {
  check: 'menu.check',
  apply: 'menu.apply',
  resume: 'menu.resume',
  ask: 'menu.ask',
  progress: 'menu.progress',
  contacts: 'menu.contacts',
  human: 'menu.human',
  home: 'menu.home',
  again: 'check.again',
  amend: 'check.amend',
  notices: 'menu.notices',
  mine: 'menu.mine',
  another: 'menu.another',
  useful: 'policy.useful',
  useless: 'policy.useless',
  fix: 'tell.fix',
} as const;
export type Link = keyof typeof links;

export const linkToken = (link: Link): string => `nav_${link}`;

export const linkOf = (token: string): Link | null => {
  const name = token.startsWith('nav_') ? token.slice(4) : '';
  return Object.hasOwn(links, name) ? (name as Link) : null;
};

export const text = (value: string): Block => ({ kind: 'text', text: value });
/** What a sentence is for. */
export const as = (role: TextRole, block: Block): Block =>
  block.kind === 'text' ? { ...block, as: role } : block;
/** One of our sentences as a block of its own. */
export const line = <Key extends WordingKey>(
  ctx: Pick<Context, 'pack'>,
  key: Key,
  ...slots: Arguments<Key>
): Block => text(say(ctx.pack, key, ...slots));
export const heading = (value: string): Block => ({ kind: 'heading', text: value });
export const rows = (values: readonly (readonly [string, string])[]): Block => ({
  kind: 'fields',
  rows: values.map(([label, value]) => [label, value]),
});
export const said = (value: string): Block => ({ kind: 'said', text: value });

/** A verbatim quote. The whole clause when no slice is named. */
export const quote = (
  ctx: Pick<Context, 'pack'>,
  clause: string,
  slice?: string,
  marks?: readonly string[],
): Block => ({
  kind: 'quote',
  citation: { clause, quote: slice ?? ctx.pack.clauses.get(clause)?.text ?? clause },
  label: clause,
  ...(marks && marks.length > 0 ? { marks: [...marks] } : {}),
});

/** Label of the open prompt's option that a press chose; undefined for everything else, late presses among it. */
export const chosenBy = (event: Event, prompt: Prompt | null): string | undefined => {
  const { body } = event;
  if (body.kind !== 'press' || prompt === null) return undefined;
  return prompt.options.find((_, index) => optionToken(prompt.id, index) === body.token)?.label;
};

/** Moving about, a refusal to choose, and what may as well be said in words (是, 否, 不清楚) stand beside the answers. */
export const isAside = (means: Meaning): boolean => {
  switch (means.kind) {
    case 'apart':
    case 'join':
    case 'back':
    case 'skip':
    case 'pause':
    case 'cancel':
    case 'none':
      return true;
    case 'fact':
      return typeof means.value !== 'string';
    default:
      return false;
  }
};

/** Turn a scene into a message, and the session into one that waits for its answer. */
export const present = (
  ctx: Context,
  event: Event,
  session: Session,
  scene: Scene,
  toast?: string,
  chosen?: string,
): { session: Session; message: OutMessage } => {
  const prompt: Prompt | null = scene.question
    ? { id: ctx.mint('prompt'), asks: scene.question.asks, options: [...scene.question.options] }
    : null;
  const options: Choice[] = (prompt?.options ?? []).map((option, index) => ({
    token: optionToken(prompt!.id, index),
    label: option.label,
    ...(option.style ? { style: option.style } : {}),
    ...(isAside(option.means) ? { aside: true } : {}),
  }));
  const ways: Choice[] = (scene.links ?? []).map(link => ({
    token: linkToken(link),
    label: say(ctx.pack, links[link]),
    ...(prompt ? { aside: true } : {}),
  }));
  // Where nothing is left to say, the ways on are offered with the menu's own words.
  const silent = scene.blocks.length === 0 && ways.length > 0 && !scene.files?.length;
  const blocks = silent ? [line(ctx, 'menu.choose')] : scene.blocks;
  const message = messageTo(event.address, ctx.mint('message'), blocks, {
    choices: [...options, ...(scene.buttons ?? []), ...ways],
    files: [...(scene.files ?? [])],
    prompt: prompt?.id ?? null,
    ...(scene.form ? { form: [...scene.form] } : {}),
    ...(scene.card ? { card: scene.card } : {}),
    // A card of its own stands beside the one that was pressed, which is brought up to date by a message of its own.
    ...(event.body.kind === 'press' && event.body.message && !scene.card
      ? { pressed: event.body.message }
      : {}),
    ...(toast ? { toast } : {}),
    ...(chosen ? { chosen } : {}),
  });
  return { session: { ...session, prompt }, message };
};
