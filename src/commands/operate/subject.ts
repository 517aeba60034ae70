import type { House } from '../../host/house.ts';
import { applicationKey, readApplication, readRoster, rosterKey } from '../../host/records.ts';
import { chatKey } from '../../model/address.ts';
import type { Application } from '../../model/application.ts';

/** Who or what `trace` is asked about, in one notice. */
export interface Subject {
  readonly title: string;
  /** Session ids and chat keys that are meant. */
  readonly sessions: ReadonlySet<string>;
  readonly chats: ReadonlySet<string>;
  /** Events and messages that are meant. */
  readonly ids: ReadonlySet<string>;
  readonly application: Application | null;
}

const applicant = (application: Application): Subject => ({
  title: `申请 ${application.number}`,
  sessions: new Set([application.session]),
  chats: new Set([chatKey(application.applicant.address)]),
  ids: new Set(),
  application,
});

/**
 * What a word means in a notice: an application's number, a member of the staff by name or account, a chat or
 * conversation by its id; anything else is the id of an event or of a message.
 */
export const subjectOf = async ({ store }: House, space: string, word: string): Promise<Subject> => {
  const [record, roster] = await store.load(space, [applicationKey(word.toUpperCase()), rosterKey]);
  const application = record ? readApplication(record) : null;
  if (application) return applicant(application);
  const bound = readRoster(roster!).staff.filter(({ name, actor }) => name === word || actor === word);
  if (bound.length > 0)
    return {
      title: `办理人员 ${bound[0]!.name}`,
      sessions: new Set(bound.map(({ address }) => chatKey(address))),
      chats: new Set(bound.map(({ address }) => chatKey(address))),
      ids: new Set(),
      application: null,
    };
  const chat = /^[a-z]+:./.test(word);
  return {
    title: word,
    sessions: new Set(chat ? [word] : []),
    chats: new Set(chat ? [word] : []),
    ids: new Set([word]),
    application: null,
  };
};
