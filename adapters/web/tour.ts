import { type App, bytesOf, refuse, refuseIssues, refuseNoRehearsal } from './answers.ts';
import { decodeTour, type Posted, postedEvent } from './decode.ts';
import { encodeSaid } from './encode.ts';
import type { TourStep } from './house.ts';
import type { ReceiveOptions } from './receive.ts';
import { addressOf, rehearsalName } from './seat.ts';
import type { TourView } from './wire.ts';

const maxTourBytes = 1_024;

const postedOf = (id: string, act: NonNullable<TourStep['act']>): Posted =>
  act.kind === 'say'
    ? { kind: 'text', id, seat: 'rehearsal', text: act.text }
    : { kind: 'press', id, seat: 'rehearsal', token: act.token };

/** A rehearsal that plays by itself, one act for each request: what the applicant does comes in as if she had done it. */
export const mountTour = (app: App, { house, hub, intake: intakeOf }: ReceiveOptions): void => {
  app.post('/api/rehearsal/tour', async c => {
    const bytes = await bytesOf(c, maxTourBytes);
    if (bytes instanceof Response) return bytes;
    const asked = decodeTour(bytes);
    if (!asked.ok) return refuseIssues(c, asked.issues);
    const intake = intakeOf();
    if (!intake) return refuse(c, 503, 'web:unavailable', '服务正在启动或停止，稍后会自动重试。');
    const { browser } = c.var;
    const step = await house.tour(
      rehearsalName(browser),
      addressOf(browser, 'rehearsal'),
      addressOf(browser, 'reviewer'),
    );
    if (!step) return refuseNoRehearsal(c);
    const { act, chair, note, over } = step;
    if (act) {
      const posted = postedOf(asked.value.id, act);
      const said = encodeSaid(posted, () => (act.kind === 'press' ? act.label : null));
      if (said) hub.said(browser, { kind: 'said', seat: 'rehearsal', event: asked.value.id, said });
      await intake.receive(postedEvent(browser, posted, intake.now()));
    }
    return c.json({ chair, note, over } satisfies TourView);
  });
};
