import type { StaffRole } from '../../../src/model/staff.ts';
import type { NoticeView, RehearsalView } from '../house.ts';
import { sendJson, wordsOf } from './api.ts';
import type { Chat } from './chat.ts';
import { toast } from './dialog.ts';
import { byId, el } from './dom.ts';

/** Roles one can sit in for; the operator works at the command line. */
const roles: readonly (readonly [StaffRole, string])[] = [
  ['reviewer', '审核人'],
  ['head', '科室负责人'],
  ['leader', '局领导'],
  ['contact', '联系人'],
];

/** The reviewer's chair beside the applicant's chat, so that one person can rehearse both sides. */
export const createReviewer = (chat: Chat, changed: (rehearsal: RehearsalView | null) => void) => {
  const panel = byId('panel-reviewer');
  const trouble = el('p', { class: 'trouble', role: 'alert' });
  let notice: NoticeView | null = null;

  const optionsOf = (pairs: readonly (readonly [string, string])[], chosen?: string) =>
    pairs.map(([value, label]) => el('option', { value, selected: value === chosen }, label));

  const chooser = (current: RehearsalView['reviewer']): HTMLElement => {
    const section = el(
      'select',
      { id: 'chair-section' },
      ...optionsOf(notice?.sections.map(({ id, name }) => [id, name] as const) ?? [], current?.section),
    );
    const role = el('select', { id: 'chair-role' }, ...optionsOf(roles, current?.role));
    return el(
      'form',
      {
        class: 'setting chair',
        submit: async event => {
          event.preventDefault();
          trouble.textContent = '';
          try {
            const body = { section: section.value, role: role.value };
            const { rehearsal } = await sendJson<{ rehearsal: RehearsalView }>(
              'PUT',
              '/api/rehearsal/reviewer',
              body,
            );
            changed(rehearsal);
          } catch (error) {
            trouble.textContent = wordsOf(error);
          }
        },
      },
      el('div', {}, el('label', { for: 'chair-section' }, '科室'), section),
      el('div', {}, el('label', { for: 'chair-role' }, '角色'), role),
      el('button', { type: 'submit', class: 'primary' }, current ? '换到这个席位' : '坐到审核席'),
    );
  };

  /** The same chair at the desk, in a tab of its own. */
  const openDesk = async () => {
    try {
      const { link } = await sendJson<{ link: string }>('POST', '/api/desk/rehearsal');
      window.open(`/desk#${link}`, '_blank', 'noopener');
    } catch (error) {
      toast(wordsOf(error));
    }
  };

  return {
    show(view: NoticeView, rehearsal: RehearsalView | null): void {
      notice = view;
      trouble.textContent = '';
      // Outside a rehearsal nobody of the office sits here: they sign in at the desk.
      if (!rehearsal) {
        panel.replaceChildren();
        return;
      }
      const chair = rehearsal.reviewer;
      if (!chair) {
        panel.replaceChildren(
          el('h2', {}, '审核席'),
          el('p', {}, '选择科室和角色，在这里接收申报并作出处理；申报单位的对话照常进行。'),
          chooser(null),
          trouble,
        );
        return;
      }
      panel.replaceChildren(
        el(
          'details',
          { class: 'seat' },
          el('summary', {}, el('span', { class: 'chip staff' }, '演练 · 审核席'), ` ${chair.name}`),
          chooser(chair),
          trouble,
        ),
        el(
          'p',
          { class: 'to-desk' },
          el('button', { type: 'button', click: () => void openDesk() }, '在审核台打开'),
        ),
        chat.element,
      );
    },
  };
};
