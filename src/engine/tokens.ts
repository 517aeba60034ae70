/** Tokens of case buttons begin `c_`, of ticket buttons `t_`; the id follows with `_` for `-`, then the secret part. */
const caseToken = /^c_([A-Z0-9]+_\d+_[A-Z])_[A-Za-z0-9]+$/;
const ticketToken = /^t_(T[A-Z0-9]{6})_[A-Za-z0-9]+$/;

export const caseTokenOf = (number: string, secret: string): string =>
  `c_${number.replaceAll('-', '_')}_${secret}`;
export const ticketTokenOf = (id: string, secret: string): string => `t_${id}_${secret}`;

/** What a button's token speaks of: one case, one ticket, or nothing stored. */
export const subjectOfToken = (
  token: string,
): [] | [{ readonly kind: 'application' | 'ticket'; readonly id: string }] => {
  const application = caseToken.exec(token)?.[1];
  if (application) return [{ kind: 'application', id: application.replaceAll('_', '-') }];
  const ticket = ticketToken.exec(token)?.[1];
  return ticket ? [{ kind: 'ticket', id: ticket }] : [];
};
