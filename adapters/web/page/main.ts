import type { NoticeView, RehearsalView } from '../house.ts';
import type { HomeView, Seat, StreamEntry } from '../wire.ts';
import { getJson, wordsOf } from './api.ts';
import { stayOnBack } from './back.ts';
import { type Chat, createChat } from './chat.ts';
import { createChecklist } from './checklist.ts';
import { confirmed, toast } from './dialog.ts';
import { byId } from './dom.ts';
import { createDrawer } from './drawer.ts';
import { createForm } from './form.ts';
import { createHistory } from './history.ts';
import { createMine } from './mine.ts';
import { createNotice } from './notice.ts';
import { notify } from './notify.ts';
import { codeInAddress, pictureOf } from './phone.ts';
import { createPreview } from './preview.ts';
import { createRail } from './rail.ts';
import { createRehearsal } from './rehearsal.ts';
import { createReviewer } from './reviewer.ts';
import { type Connection, follow, type StreamEvents } from './stream.ts';
import { createTitle } from './title.ts';
import { createTour } from './tour.ts';

const connectionWords: Readonly<Record<Connection, string>> = {
  connecting: '正在连接…',
  online: '已连接',
  reconnecting: '连接中断，正在重连…',
  offline: '网络已断开，恢复后自动重连',
};

/** How soon the page asks again for what it could not load, in milliseconds. */
const retryMs = 3_000;

let notice: NoticeView | null = null;
let rehearsal: RehearsalView | null = null;
let maxFileBytes = 0;
let reachable = false;
let caughtUp = false;
let loading = false;
let connection: Connection = 'connecting';

const applicantSeat = (): Seat => (rehearsal ? 'rehearsal' : 'self');

const cite = (clause: string, quote: string, from: HTMLElement) => {
  drawer.open('notice', from);
  if (!original.open(clause, quote)) toast('原文中没有找到这一条。');
};
const changed = () => {
  form.changed();
  preview.changed();
  checklist.changed();
  mine.changed();
};
const chatFor = (seat: Seat, name: string, label: string, placeholder: string): Chat =>
  createChat({
    seat,
    name,
    label,
    placeholder,
    maxFileBytes: () => maxFileBytes,
    ready: () => notice !== null,
    cite,
    // Another device has no part in a rehearsal of this one; what stood there before may have run out.
    picture: code => (seat === 'self' && reachable && caughtUp ? pictureOf(code) : null),
    changed,
  });
const example = '例如：我们能申报吗？';

const chats: Readonly<Record<Seat, Chat>> = {
  self: chatFor('self', 'applicant', '与申报助手的对话', example),
  rehearsal: chatFor('rehearsal', 'rehearsal', '演练：与申报助手的对话', example),
  reviewer: chatFor('reviewer', 'reviewer', '演练：审核席的对话', '例如：待办'),
};

const original = createNotice();
const drawer = createDrawer(name => {
  if (name === 'preview') preview.shown();
  if (name === 'checklist') checklist.shown();
  if (name === 'mine') mine.shown();
  if (name === 'reviewer') chats.reviewer.toEnd();
});
/** A question is answered in the conversation: on a phone the panel over it goes. */
const goTo = (place: string) => {
  drawer.clear();
  chats[applicantSeat()].goTo(place);
};
const preview = createPreview(applicantSeat, () => drawer.visible('preview'), goTo);
const rail = createRail(goTo);
/** Beside the first question of the form stands the form, unless something else was opened. */
let formOffered = false;
const form = createForm(applicantSeat, view => {
  rail.show(view);
  preview.follow(view);
  chats[applicantSeat()].follow(view);
  if (view?.asked && !formOffered) {
    formOffered = true;
    drawer.offer('preview');
  }
});
const checklist = createChecklist(
  applicantSeat,
  () => drawer.visible('checklist'),
  cite,
  (file, paper) => chats[applicantSeat()].upload(file, paper),
);
const mine = createMine({
  seat: applicantSeat,
  visible: () => drawer.visible('mine'),
  cite,
  press: (token, label) => {
    drawer.clear();
    chats[applicantSeat()].lead(token, label);
  },
  papers: from => drawer.open('checklist', from),
  handOn: () => {
    if (!reachable || rehearsal) return null;
    return () => {
      drawer.clear();
      chats.self.say('转移草稿');
    };
  },
});

/** “Connected” is said once the page knows which conversation it is in. */
const showConnection = () => {
  const state = connection === 'online' && !notice ? 'connecting' : connection;
  const line = byId('connection');
  line.dataset.state = state;
  line.textContent = connectionWords[state];
};

/** Opened by the picture another device showed: its draft comes here, if the person says so. */
let taken = codeInAddress();
const takeOver = async () => {
  const code = taken;
  if (code === null || !caughtUp || !notice) return;
  taken = null;
  if (rehearsal) return toast('请先结束演练，再重新扫码。');
  if (await confirmed('在这台设备上继续填写？草稿会从原来的设备转到这里，那里不再保留。'))
    chats.self.say(`领取 ${code}`);
};

/** Every chat on screen that is still empty asks for its screen. */
const fillEmpty = () => {
  if (!caughtUp || !notice) return;
  const onScreen: Seat[] = [applicantSeat(), ...(rehearsal?.reviewer ? (['reviewer'] as const) : [])];
  for (const seat of onScreen) if (chats[seat].empty) chats[seat].enter();
  void takeOver();
};

/** Outside the window nothing can be filled in, but all of it can be tried. */
const showClosed = () => {
  const bar = byId('closed-bar');
  const today = new Intl.DateTimeFormat('sv-SE').format(new Date());
  const state =
    !notice || rehearsal
      ? 'open'
      : today < notice.window.opens
        ? 'before'
        : today > notice.window.closes
          ? 'after'
          : 'open';
  bar.hidden = state === 'open';
  const words = state === 'before' ? '受理还没有开始' : '受理已经截止';
  byId('closed-text').textContent = `${words}，仍可提问、自测，也可以演练。`;
};

const arrange = (next: RehearsalView | null) => {
  const moved = (next === null) !== (rehearsal === null);
  rehearsal = next;
  const chat = chats[applicantSeat()];
  if (!chat.element.isConnected) byId('applicant').replaceChildren(chat.element);
  byId('tab-reviewer').hidden = rehearsal === null;
  if (!rehearsal && drawer.visible('reviewer')) drawer.select('rehearsal');
  byId('skip').setAttribute('href', rehearsal ? '#say-rehearsal' : '#say-applicant');
  showClosed();
  if (notice) reviewer.show(notice, rehearsal);
  if (moved) chat.toEnd();
  changed();
  fillEmpty();
};

const clock = createRehearsal(arrange, () => void tour.play());
const tour = createTour({
  begin: () => clock.beginAnew(),
  look: chair => {
    if (chair === 'office') drawer.open('reviewer', null);
    else {
      drawer.select('preview');
      drawer.clear();
    }
  },
  refresh: async () => {
    const home = await getJson<HomeView>('/api/home');
    clock.show(home.rehearsal);
    arrange(home.rehearsal);
  },
});
byId('closed-rehearse').addEventListener('click', () => void clock.begin());
byId('closed-tour').addEventListener('click', () => void tour.play());
const reviewer = createReviewer(chats.reviewer, arrange);

const load = async (): Promise<void> => {
  if (loading) return;
  loading = true;
  try {
    const home = await getJson<HomeView>('/api/home');
    const first = notice === null;
    notice = home.notice;
    maxFileBytes = home.maxFileBytes;
    reachable = home.reachable;
    title.set(`申报助手 · ${home.notice.subject}`);
    byId('subtitle').textContent = `${home.notice.office} · ${home.notice.title}`;
    original.show(home.notice);
    clock.start(home.notice, home.rehearsal);
    arrange(home.rehearsal);
    showConnection();
    if (first) chats[applicantSeat()].adopt(chats.self.release());
  } catch (error) {
    byId('subtitle').textContent = wordsOf(error);
    original.fail(wordsOf(error), () => void load());
    if (!notice) setTimeout(() => void load(), retryMs);
  } finally {
    loading = false;
  }
};

const title = createTitle();
const history = createHistory();
stayOnBack();
const show = (entry: StreamEntry) => {
  if (entry.kind === 'cleared') for (const seat of entry.seats) chats[seat].clear();
  else chats[entry.seat].show(entry);
};
for (const line of history.lines) show(line);

const events: StreamEvents = {
  entry: (entry, id) => {
    history.keep(entry, id);
    show(entry);
    if (caughtUp && entry.kind === 'message' && !entry.message.quiet) {
      title.count();
      notify(entry.message);
    }
  },
  ready: async gap => {
    caughtUp = true;
    for (const chat of Object.values(chats)) chat.hurry();
    if (gap || !notice) await load();
    const chat = chats[applicantSeat()];
    if (gap && !chat.empty) chat.catchUp();
    fillEmpty();
  },
  connection: state => {
    if (connection === 'online' && state !== 'online') for (const chat of Object.values(chats)) chat.lost();
    connection = state;
    showConnection();
  },
};
arrange(null);
follow(events, history.cursor);
void load();
