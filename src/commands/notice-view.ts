import type { NoticeView } from '../../adapters/web/house.ts';
import { localMoment } from '../model/calendar.ts';
import type { Pack } from '../model/pack/pack.ts';
import { windowAt } from '../model/window.ts';

/** A notice as pages show it, with the place of every clause. `now`: milliseconds since 1970. */
export const noticeView = (pack: Pack, now: number): NoticeView => {
  const { manifest } = pack;
  const { opens, closes } = windowAt(manifest, localMoment(now, manifest.timezone));
  return {
    title: manifest.title,
    office: manifest.office,
    subject: manifest.subject,
    window: { opens, closes },
    sections: pack.contacts.sections.map(({ id, name }) => ({ id, name })),
    documents: pack.documents.map(document => ({
      id: document.id,
      title: document.title,
      ...(document.number ? { number: document.number } : {}),
      ...(document.date ? { date: document.date } : {}),
      text: document.text,
      clauses: [...pack.clauses.values()]
        .filter(clause => clause.document === document.id)
        .map(({ id, start, end, leaf }) => ({ id, start, end, leaf })),
    })),
  };
};
