import type { CaseView, DeskPerson, InboxView } from '../../../src/model/desk.ts';
import type { Overview } from '../../../src/model/overview.ts';
import { getJson, newEventId, Refused, sendJson, wordsOf } from './api.ts';
import { type Case, createCase } from './desk-case.ts';
import { createInbox } from './desk-inbox.ts';
import { overviewPage } from './desk-overview.ts';
import { toast } from './dialog.ts';
import { byId, el, said, stateLine } from './dom.ts';

/** How often the desk asks whether anything changed, in milliseconds. */
const pulseMs = 5_000;

const work = byId('work');
const inbox = createInbox();
let tag = '';
let open: Case | null = null;
let signedIn = false;
/** How long the history of the open case was when new papers were last spoken of. */
let told = 0;

const caseInAddress = (): string | null => /^#case\/([A-Z0-9-]+)$/.exec(location.hash)?.[1] ?? null;
const linkInAddress = (): string | null =>
  /^#([^/]+\.[A-Za-z0-9_-]{16,64})$/.exec(location.hash)?.[1] ?? null;

const overviewInAddress = (): boolean => location.hash === '#overview';

/** Which of the two places this is. */
const showPlace = () => {
  for (const link of byId('places').querySelectorAll('a'))
    if ((link.hash === '#overview') === overviewInAddress()) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
};

const showTitle = () => {
  document.title = signedIn && inbox.waiting > 0 ? `（${inbox.waiting}）审核台` : '审核台';
};

const showSignedOut = (words: string) => {
  signedIn = false;
  open?.close();
  open = null;
  byId('subtitle').textContent = '请先登录';
  byId('person').textContent = '';
  byId('sign-out').hidden = true;
  byId('places').hidden = true;
  showTitle();
  work.replaceChildren(
    el(
      'section',
      { class: 'sign-in' },
      el('h2', {}, '登录审核台'),
      el('p', {}, words),
      el(
        'ol',
        {},
        el('li', {}, '在已绑定的聊天中，向申报助手发送“打开审核台”。'),
        el('li', {}, '在这台电脑的浏览器里打开收到的地址。地址10分钟内有效，只能用一次。'),
        el('li', {}, '没有聊天软件的，请操作员在服务器上运行 shenbao desk open --as 姓名。'),
      ),
    ),
  );
};

/** A refused request: signed out, or words for the person. */
const failed = (error: unknown) => {
  if (error instanceof Refused && error.code === 'desk:signed-out') {
    showSignedOut(signedIn ? '登录已结束，请重新登录。' : '审核台只对已绑定的办理人员开放。');
  } else toast(wordsOf(error));
};

const loadInbox = async () => {
  const view = await getJson<InboxView & { tag: string }>('/api/desk/inbox');
  tag = view.tag;
  inbox.show(view);
  showTitle();
};

const showCase = (view: CaseView) => {
  open?.close();
  open = createCase(view, {
    leave: () => {
      location.hash = '';
    },
    changed: next => {
      // An act may be answered after its case was left.
      if (caseInAddress() === next.row.number) showCase(next);
      void loadInbox().catch(failed);
    },
  });
  work.replaceChildren(open.element);
};

const showOverview = async () => {
  open?.close();
  open = null;
  work.replaceChildren(stateLine('正在载入…'));
  try {
    const page = overviewPage(await getJson<Overview>('/api/desk/overview'));
    if (!overviewInAddress()) return;
    work.replaceChildren(page);
    byId('overview-title').focus();
  } catch (error) {
    failed(error);
    if (signedIn) work.replaceChildren(stateLine(wordsOf(error), { label: '重试', run: () => void route() }));
  }
};

const route = async () => {
  if (!signedIn) return;
  showPlace();
  if (overviewInAddress()) return showOverview();
  const number = caseInAddress();
  const left = open?.number;
  if (number === null) {
    open?.close();
    open = null;
    work.replaceChildren(inbox.element);
    if (left) inbox.focus(left);
    return;
  }
  if (open?.number === number) return;
  work.replaceChildren(stateLine('正在打开…'));
  try {
    showCase(await sendJson<CaseView>('POST', '/api/desk/open', { id: newEventId(), number }));
    byId('case-title').focus();
    window.scrollTo(0, 0);
  } catch (error) {
    failed(error);
    if (signedIn) {
      work.replaceChildren(
        stateLine(wordsOf(error), {
          label: '返回列表',
          run: () => {
            location.hash = '';
          },
        }),
      );
    }
  }
};

const showPerson = (person: DeskPerson) => {
  signedIn = true;
  byId('subtitle').textContent = `${person.office} · ${person.notice}`;
  byId('person').replaceChildren(said(person.name), `　${person.seats.join('、')}`);
  byId('sign-out').hidden = false;
  byId('places').hidden = !person.oversees;
  byId('rehearsal-bar').hidden = !person.rehearsal;
};

const enter = async () => {
  try {
    showPerson(await getJson<DeskPerson>('/api/desk/me'));
    await loadInbox();
    await route();
  } catch (error) {
    if (error instanceof Refused && error.code === 'desk:signed-out') failed(error);
    else work.replaceChildren(stateLine(wordsOf(error), { label: '重试', run: () => void enter() }));
  }
};

/** The link is used up by a press, never by opening it: programs that look at links before people do sign nobody in. */
const offerSignIn = async (link: string) => {
  history.replaceState(null, '', location.pathname);
  byId('subtitle').textContent = '登录';
  try {
    const { name } = await sendJson<{ name: string }>('POST', '/api/desk/link', { link });
    const button = el(
      'button',
      {
        type: 'button',
        class: 'primary',
        click: async () => {
          button.disabled = true;
          try {
            await sendJson('POST', '/api/desk/sign-in', { link });
            await enter();
          } catch (error) {
            showSignedOut(wordsOf(error));
          }
        },
      },
      '登录',
    );
    work.replaceChildren(
      el(
        'section',
        { class: 'sign-in' },
        el('h2', {}, '登录审核台'),
        el('p', {}, '您将以', el('strong', {}, said(name)), '的身份在这个浏览器登录，8小时内有效。'),
        el('p', { class: 'panel-note' }, '如果这不是您本人，请关闭本页。'),
        button,
      ),
    );
    button.focus();
  } catch (error) {
    showSignedOut(wordsOf(error));
  }
};

const look = async () => {
  if (!signedIn || document.hidden) return;
  try {
    const at = open;
    const query = at ? `?case=${at.number}` : '';
    const beat = await getJson<{
      tag: string;
      version: number | null;
      lines: number | null;
      beside: string[];
    }>(`/api/desk/pulse${query}`);
    if (beat.tag !== tag) await loadInbox();
    if (!at || at !== open) return;
    at.showBeside(beat.beside);
    if (beat.version === at.version && beat.lines !== null && beat.lines !== told && at.begun) {
      // What was ticked and typed stays; the papers are seen when it is done.
      if (beat.lines !== at.lines) toast('申报单位补交了材料，办完或重新打开后可见。');
      told = beat.lines;
    } else if (
      beat.version !== null &&
      (beat.version !== at.version || (beat.lines !== at.lines && !at.begun))
    ) {
      const view = await getJson<CaseView>(`/api/desk/cases/${at.number}`);
      // Whoever has left it meanwhile is not led back.
      if (at !== open) return;
      showCase(view);
      toast('这件申请有新的处理，页面已更新。');
    }
  } catch (error) {
    if (error instanceof Refused && !error.passing) failed(error);
  }
};

/** The look at what is new that is under way. */
let looking: Promise<void> = Promise.resolve();
const pulse = () => {
  looking = look();
};

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null;

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !signedIn) return;
  if (event.key === 'Escape' && !typing(event.target) && open) {
    location.hash = '';
    return;
  }
  if (typing(event.target)) return;
  const step = { j: 1, k: -1 }[event.key] as 1 | -1 | undefined;
  if (open) {
    const next = step && inbox.beside(open.number, step);
    if (next) location.hash = `#case/${next}`;
    else if (open.press(event.key)) event.preventDefault();
  } else if (overviewInAddress()) {
    if (event.key === 'Escape') location.hash = '';
  } else if (step) inbox.move(step);
  else if (event.key === '/') {
    event.preventDefault();
    inbox.find();
  }
});

byId('sign-out').addEventListener('click', async () => {
  signedIn = false;
  // What is still asked as this person is answered before she is nobody.
  await looking;
  await sendJson('POST', '/api/desk/sign-out').catch(() => {});
  showSignedOut('您已退出。');
});
window.addEventListener('hashchange', () => {
  const link = linkInAddress();
  if (link) void offerSignIn(link);
  else void route();
});
document.addEventListener('visibilitychange', pulse);
setInterval(pulse, pulseMs);

const link = linkInAddress();
if (link) void offerSignIn(link);
else void enter();
