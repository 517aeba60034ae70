import { createHash } from 'node:crypto';
import type { Address } from '../../model/address.ts';
import type { Event } from '../../model/event.ts';
import { messageTo } from '../../model/message.ts';
import { type Roster, StaffBinding, type StaffInvite, StaffRole } from '../../model/staff.ts';
import type { Turn } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import { guessAlert, isLockedOut, wrongCode } from '../guesses.ts';
import type { Reaction } from '../reaction.ts';
import { line, text } from '../scene.ts';
import { say } from '../wording.ts';
import { channelNews, houseNews } from './alerts.ts';
import { send } from './hold.ts';
import { headTimer } from './post-head.ts';
import { eraseCase, expireDraft } from './retention.ts';

/** How long an invitation is good for, in milliseconds. */
const INVITE_MS = 10 * 60 * 1000;

const hashOf = (code: string): string => createHash('sha256').update(`shenbao invite ${code}`).digest('hex');

const bindCommand = /^\/?(?:绑定|bind)\s+([A-Za-z0-9_-]{8,64})\s*$/u;

/** Whether an officer's seat may be held from there: not from the page, which nobody signs in to. */
const mayHoldSeat = ({ channel }: Address): boolean => channel !== 'web';

/** The code in `/绑定 CODE`, or null. */
export const bindCodeOf = (raw: string): string | null => bindCommand.exec(raw.trim())?.[1] ?? null;

/**
 * `/绑定 CODE`: a right code makes a pending binding that the operator confirms. Wrong ones count against whoever sends
 * them, so that nobody closes another's invitation by guessing. A code shown where it must not be used is burnt.
 */
export const bindByCode = (ctx: Context, world: World, event: Event, code: string): Reaction => {
  const { session, roster } = world;
  if (isLockedOut(session, ctx.now.ms))
    return {
      session,
      notes: [line(ctx, 'staff.locked')],
      scene: { blocks: [] },
      issues: [{ code: 'review:locked-out', message: 'a code from somebody who sent too many wrong ones' }],
    };
  const wanted = hashOf(code);
  const invite = roster.invites.find(({ codeHash, expires }) => codeHash === wanted && expires >= ctx.now.ms);
  if (!invite) {
    const guessed = wrongCode(session, ctx.now.ms);
    return {
      session: guessed.session,
      notes: [line(ctx, guessed.locked ? 'staff.locked' : 'staff.badCode')],
      scene: { blocks: [] },
      issues: [{ code: 'review:bad-invite', message: 'a wrong or expired invitation code was sent' }],
      ...(guessed.locked ? { effects: [guessAlert(ctx, session)] } : {}),
    };
  }
  const burnt: Roster = { ...roster, invites: roster.invites.filter(entry => entry !== invite) };
  // Cards carry personal data: only somebody who merely hears may be a group.
  if (event.address.kind === 'group' && invite.role !== 'contact') {
    return {
      session,
      notes: [line(ctx, 'staff.notInGroup')],
      scene: { blocks: [] },
      roster: burnt,
      issues: [{ code: 'review:invite-in-group', message: 'an invitation code was sent in a group' }],
    };
  }
  // A browser of the page proves nothing about who sits before it; officers come from their chat account to the desk.
  if (!ctx.rehearsal && !mayHoldSeat(event.address))
    return {
      session,
      notes: [line(ctx, 'staff.notOnPage')],
      scene: { blocks: [] },
      roster: burnt,
      issues: [{ code: 'review:invite-on-page', message: 'an invitation code was sent from the page' }],
    };
  const binding: StaffBinding = {
    actor: event.actor.id,
    name: invite.name,
    address: event.address,
    section: invite.section,
    role: invite.role,
    status: 'pending',
    at: event.at,
  };
  return {
    session,
    notes: [line(ctx, 'staff.bound')],
    scene: { blocks: [] },
    roster: {
      ...burnt,
      staff: [...burnt.staff, binding],
    },
    audit: [{ role: invite.role, action: 'staff.bind', subject: event.actor.id, to: invite.section }],
  };
};

/** The operator's commands: on the roster, and what the machine has to tell. Data comes from the command line and is checked there. */
export const operate = (ctx: Context, world: World, event: Event): Turn => {
  if (event.body.kind !== 'operator') throw new Error(`${event.id} is not the operator's`);
  const { command, data } = event.body;
  const { roster } = world;
  const entry = (action: string, subject: string, to?: string) => ({
    event: event.id,
    at: event.at,
    actor: event.actor.id,
    role: 'operator',
    action,
    subject,
    ...(to ? { to } : {}),
  });
  const nothing: Turn = { effects: [], audit: [], issues: [] };
  switch (command) {
    case 'bind': {
      const binding = StaffBinding.parse({
        actor: event.actor.id,
        name: data.name ?? event.actor.name ?? '',
        address: event.address,
        section: data.section,
        role: data.role,
        status: 'active',
        at: event.at,
      });
      const others = roster.staff.filter(
        seat =>
          seat.actor !== binding.actor ||
          (data.instead !== 'yes' && (seat.section !== binding.section || seat.role !== binding.role)),
      );
      return {
        ...nothing,
        roster: { ...roster, staff: [...others, binding] },
        effects: [headTimer(ctx)],
        audit: [entry('staff.bind', binding.actor, `${binding.section}/${binding.role}`)],
      };
    }
    case 'invite': {
      const invite: StaffInvite = {
        codeHash: hashOf(data.code ?? ''),
        section: data.section ?? '',
        role: StaffRole.parse(data.role),
        name: data.name ?? '',
        expires: event.at + INVITE_MS,
        tries: 0,
      };
      const live = roster.invites.filter(({ expires }) => expires >= event.at);
      return {
        ...nothing,
        roster: { ...roster, invites: [...live, invite] },
        audit: [entry('staff.invite', invite.section, invite.role)],
      };
    }
    case 'confirm':
    case 'revoke': {
      const chosen = roster.staff.filter(({ actor }) => actor === data.actor);
      if (chosen.length === 0)
        return { ...nothing, issues: [{ code: 'staff:unknown', message: 'no such binding' }] };
      const confirmed = command === 'confirm';
      const staff = confirmed
        ? roster.staff.map(seat =>
            seat.actor === data.actor ? { ...seat, status: 'active' as const } : seat,
          )
        : roster.staff.filter(({ actor }) => actor !== data.actor);
      const names = new Map(ctx.pack.contacts.sections.map(({ id, name }) => [id, name]));
      return {
        ...nothing,
        roster: { ...roster, staff },
        effects: [
          ...(confirmed ? [headTimer(ctx)] : []),
          ...chosen.slice(0, 1).map(({ address, section, role }) =>
            send(
              messageTo(address, ctx.mint('staff change'), [
                text(
                  confirmed
                    ? say(ctx.pack, 'staff.active', {
                        section: names.get(section) ?? section,
                        role: say(ctx.pack, `role.${role}`),
                      })
                    : say(ctx.pack, 'staff.revoked'),
                ),
              ]),
            ),
          ),
        ],
        audit: [entry(confirmed ? 'staff.confirm' : 'staff.revoke', data.actor ?? '')],
      };
    }
    case 'expire-draft':
      return expireDraft(ctx, world, event);
    case 'erase-case':
      return eraseCase(ctx, world, event, data);
    case 'house':
      return houseNews(ctx, world, data);
    case 'channel':
      return channelNews(ctx, world, data);
    default:
      throw new Error(`no operator command ${command}`);
  }
};
