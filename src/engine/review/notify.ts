import type { Application } from '../../model/application.ts';
import type { Roster } from '../../model/staff.ts';
import type { Effect } from '../../model/turn.ts';
import type { Context } from '../context.ts';

/** Tell the section in charge about a new application, with buttons for those who decide. */
export const notifySubmission = (
  _ctx: Context,
  _roster: Roster,
  application: Application,
): { readonly application: Application; readonly effects: readonly Effect[] } => ({
  application,
  effects: [],
});
