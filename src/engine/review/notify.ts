import type { Application } from '../../model/application.ts';
import type { Roster } from '../../model/staff.ts';
import type { Effect } from '../../model/turn.ts';
import type { Context } from '../context.ts';
import { issueGrants } from './grants.ts';
import { alertRerouted, tellStaff } from './tell.ts';
import { stageTimers } from './timers.ts';

/** Tell the section in charge about a new application, with buttons for those who decide. */
export const notifySubmission = (
  ctx: Context,
  roster: Roster,
  submitted: Application,
): { readonly application: Application; readonly effects: readonly Effect[] } => {
  const application = issueGrants(ctx, roster, submitted);
  return {
    application,
    effects: [
      ...tellStaff(ctx, roster, application),
      ...alertRerouted(ctx, roster, application),
      ...stageTimers(ctx, application),
    ],
  };
};
