import type { EditorState } from '@codemirror/state';
import type { ClauseUse, PackState, PackText, Saved, StudioPack } from '../../../src/model/studio.ts';
import type { NoticeView } from '../house.ts';
import { getJson, Refused, sendJson, wordsOf } from './api.ts';
import { toast } from './dialog.ts';
import { byId, el, stateLine } from './dom.ts';
import { drawnPanel } from './drawn-panel.ts';
import { createAsk } from './studio-ask.ts';
import { askConflict } from './studio-conflict.ts';
import { createEditor, type Finding } from './studio-editor.ts';
import { createEligibility } from './studio-eligibility.ts';
import { createColouredNotice } from './studio-notice.ts';
import { createSignoff } from './studio-signoff.ts';
import { createTabs, type StudioTab } from './studio-tabs.ts';
import { createTalk } from './studio-talk.ts';
import { createUnanswered } from './studio-unanswered.ts';

/** How often a version that is about to be served is asked after, in milliseconds, and how many times. */
const servingMs = 700;
const servingTries = 60;

const servingWords: Readonly<Record<PackState['serving'], string>> = {
  served: '已启用',
  soon: '正在启用…',
  held: '有错误，仍用改动前的版本',
  apart: '没有启用：改好后请重新启动服务',
};

/** A file that was opened: what stood in it then, and what has been made of it. */
interface Opened {
  state: EditorState;
  base: PackText;
}

let packs: readonly StudioPack[] = [];
let pack: StudioPack | null = null;
let path = '';
let findings: readonly Finding[] = [];
/** The first day of the window, `YYYY-MM-DD`; empty while no version is right. */
let opens = '';
let clauses: readonly { readonly label: string; readonly detail: string }[] = [];
const opened = new Map<string, Opened>();

const base = (): string => `/api/studio/${encodeURIComponent(pack?.folder ?? '')}`;
const openedNow = (): Opened | undefined => opened.get(path);
const isChanged = ({ state, base: { text } }: Opened): boolean => state.doc.toString() !== text;

const editor = createEditor({
  clauses: () => clauses,
  changed: () => {
    const file = openedNow();
    if (!file) return;
    file.state = editor.state();
    showFileState();
  },
  save: () => void save(),
});

const cite = (clause: string, quote: string) => {
  if (!notice.open(clause, quote)) toast('原文里没有这一条。');
};
const go = (file: string, line: number) => void openFile(file, line).catch(fail);
const notice = createColouredNotice(go);
const talk = createTalk(base, cite);
const ask = createAsk(base, cite);
const eligibility = createEligibility(base, cite);
const refresh = () => void afterSave().catch(fail);
const unanswered = createUnanswered(base, refresh);
const signoff = createSignoff(base, refresh, file => go(file, 1));

const places = async (): Promise<void> => {
  const view = await getJson<{ places: string[] }>(`${base()}/places`);
  byId('panel-places').replaceChildren(
    el('h2', {}, 'Word 模板'),
    el(
      'p',
      { class: 'panel-note' },
      '每一栏印在申报表的哪里。模板用 Word 修改；要看填好的样张，运行 shenbao preview。',
    ),
    el('ul', { class: 'places' }, ...view.places.map(place => el('li', {}, place))),
  );
};

const panel = (name: StudioTab, draw: () => Promise<void>) =>
  drawnPanel(byId(`panel-${name}`), () => tabs.visible(name), '正在载入…', draw);
const panels = {
  unanswered: panel('unanswered', unanswered.draw),
  eligibility: panel('eligibility', eligibility.draw),
  signoff: panel('signoff', signoff.draw),
  places: panel('places', places),
};
const tabs = createTabs(name => {
  if (name in panels) panels[name as keyof typeof panels].shown();
});

const showFileState = () => {
  const file = openedNow();
  const changed = file !== undefined && isChanged(file);
  (byId('save') as HTMLButtonElement).disabled = !changed;
  byId('file-state').textContent = changed ? '有改动，还没有保存' : '';
  drawFiles();
};

const drawFiles = () => {
  byId('files').replaceChildren(
    el(
      'ul',
      {},
      ...(pack?.files ?? []).map(({ path: name, editable }) => {
        const here = findings.filter(({ at }) => at?.file === name);
        const errors = here.filter(({ level }) => level === 'error').length;
        const file = opened.get(name);
        const marks = [
          file && isChanged(file) ? '●' : '',
          errors > 0 ? `错误${errors}` : here.length > 0 ? `提醒${here.length}` : '',
        ].filter(mark => mark !== '');
        return el(
          'li',
          {},
          el(
            'button',
            {
              type: 'button',
              class: errors > 0 ? 'file-row broken' : 'file-row',
              disabled: !editable,
              title: editable ? name : '用 Word 修改',
              ...(name === path ? { 'aria-current': 'true' } : {}),
              click: () => go(name, 0),
            },
            el('span', {}, name),
            marks.length > 0 ? el('small', { class: 'small' }, marks.join(' ')) : null,
          ),
        );
      }),
    ),
  );
};

const drawFindings = () => {
  const order = (finding: Finding) => (finding.level === 'error' ? 0 : 1);
  const list = [...findings].sort((a, b) => order(a) - order(b));
  const errors = list.filter(({ level }) => level === 'error').length;
  byId('findings').replaceChildren(
    el(
      'h3',
      {},
      list.length === 0 ? '检查：没有发现问题' : `检查：错误${errors}处，提醒${list.length - errors}处`,
    ),
    el(
      'ul',
      {},
      ...list.map(({ level, message, hint, at }) =>
        el(
          'li',
          { class: level },
          at
            ? el(
                'button',
                { type: 'button', class: 'link', click: () => go(at.file, at.line) },
                `${at.file}:${at.line}`,
              )
            : null,
          el('span', {}, `${level === 'error' ? '错误' : '提醒'}：${message}`),
          hint ? el('small', { class: 'small' }, hint) : null,
        ),
      ),
    ),
  );
  editor.mark(findings.filter(({ at }) => at?.file === path));
};

/** The text as it lies there now, unless something was typed that is not saved yet. */
const freshText = async (name: string): Promise<Opened> => {
  const known = opened.get(name);
  const text = await getJson<PackText>(`${base()}/file?${new URLSearchParams({ path: name })}`);
  // Asked when the answer is here: somebody may have typed meanwhile.
  if (known && (isChanged(known) || known.base.version === text.version)) return known;
  const file = { state: editor.begin(name, text.text), base: text };
  opened.set(name, file);
  return file;
};

/** Of files that are opened one after the other the last is shown, whichever comes first. */
let opening = 0;

const openFile = async (name: string, line: number): Promise<void> => {
  opening += 1;
  const mine = opening;
  const file = await freshText(name);
  if (mine !== opening) return;
  path = name;
  editor.show(file.state);
  byId('file-name').textContent = name;
  showFileState();
  drawFindings();
  if (line > 0) editor.goTo(line);
};

/** Show what was written to the open file elsewhere; whoever types or goes to another file is left alone. */
const refreshFile = async (): Promise<void> => {
  const [name, shown, mine] = [path, openedNow(), opening];
  if (name === '') return;
  const file = await freshText(name);
  if (file === shown || mine !== opening) return;
  editor.show(file.state);
  showFileState();
  drawFindings();
};

const showState = async (): Promise<PackState> => {
  const state = await getJson<PackState>(`${base()}/state`);
  findings = state.findings;
  const serving = byId('serving');
  serving.textContent = servingWords[state.serving];
  serving.dataset.serving = state.serving;
  drawFiles();
  drawFindings();
  return state;
};

/** Advice takes seconds to work out: it is asked for when nothing was saved for so long, in milliseconds. */
const adviceMs = 4_000;
let advising: ReturnType<typeof setTimeout> | undefined;
const adviseLater = (): void => {
  clearTimeout(advising);
  const ask = async () => {
    const before = findings;
    const advice = await getJson<{ findings: readonly Finding[] }>(`${base()}/advice`);
    // Whatever was checked since has its own advice to come.
    if (before !== findings) return;
    findings = [...findings, ...advice.findings];
    drawFindings();
  };
  advising = setTimeout(() => void ask().catch(fail), adviceMs);
};

const awaitServing = async (folder: string): Promise<void> => {
  for (let tries = 0; tries < servingTries; tries += 1) {
    await new Promise(resolve => setTimeout(resolve, servingMs));
    if (pack?.folder !== folder || (await showState()).serving !== 'soon') return;
  }
};

const showNotice = async (): Promise<void> => {
  const view = await getJson<{ notice: NoticeView; uses: ClauseUse[] }>(`${base()}/notice`);
  byId('subtitle').textContent = view.notice.title;
  clauses = view.notice.documents.flatMap(document =>
    document.clauses.slice(1).map(({ id, start, end }) => ({
      label: id,
      detail: document.text.slice(start, Math.min(end, start + 24)).trim(),
    })),
  );
  notice.show(view);
  opens = view.notice.window.opens;
};

/** Something of the pack was written: everything beside the editor is that of the new version, where it is right. */
const afterSave = async (): Promise<void> => {
  if (!pack) return;
  const { folder } = pack;
  const list = await getJson<{ packs: StudioPack[] }>('/api/studio/packs');
  packs = list.packs;
  pack = packs.find(one => one.folder === folder) ?? pack;
  const state = await showState();
  await refreshFile();
  if (state.current) {
    await Promise.all([showNotice(), talk.replay(), ask.ask()]);
    for (const one of Object.values(panels)) one.changed();
    adviseLater();
  }
  if (state.serving === 'soon') void awaitServing(folder).catch(fail);
};

const put = (name: string, file: Opened, text: string, version: string): Promise<Saved> =>
  sendJson<Saved>('PUT', `${base()}/file`, { path: name, text, base: version }).then(saved => {
    if (saved.outcome === 'saved') file.base = { text, version: saved.version };
    return saved;
  });

const save = async (): Promise<void> => {
  const [name, file] = [path, openedNow()];
  if (!file || !isChanged(file)) return;
  const text = editor.text();
  try {
    let saved = await put(name, file, text, file.base.version);
    while (saved.outcome === 'stale') {
      const { text: theirs, version } = saved;
      const choice = await askConflict(name, theirs, text);
      if (choice === null) return;
      if (choice === 'theirs') {
        file.base = { text: theirs, version };
        file.state = editor.begin(name, theirs);
        if (path === name) editor.show(file.state);
        break;
      }
      saved = await put(name, file, text, version);
    }
    showFileState();
    await afterSave();
  } catch (error) {
    fail(error);
  }
};

const openPack = async (folder: string): Promise<void> => {
  pack = packs.find(one => one.folder === folder) ?? null;
  if (!pack) return;
  opened.clear();
  path = '';
  byId('subtitle').textContent = pack.title;
  history.replaceState(null, '', `#${encodeURIComponent(folder)}`);
  eligibility.begin();
  signoff.begin();
  opens = '';
  const { current } = await showState();
  const first = pack.files.find(({ editable }) => editable);
  if (first) await openFile(first.path, 0);
  if (!current) {
    const words = '内容包还没有一个能用的版本。改好错误并保存后，这里显示原文。';
    notice.fail(words, () => void showNotice().catch(fail));
  } else await showNotice();
  await talk.begin(opens);
  for (const one of Object.values(panels)) one.changed();
  if (current) adviseLater();
};

const fail = (error: unknown): void => {
  if (error instanceof Refused && error.code === 'studio:signed-out') {
    byId('studio').hidden = true;
    byId('closed').hidden = false;
    byId('closed').replaceChildren(el('p', {}, error.message), el('a', { href: '/desk' }, '到审核台登录'));
    byId('subtitle').textContent = '请先登录';
  } else toast(wordsOf(error));
};

const enter = async (): Promise<void> => {
  try {
    const list = await getJson<{ packs: StudioPack[] }>('/api/studio/packs');
    packs = list.packs;
    const choice = byId('pack') as HTMLSelectElement;
    choice.replaceChildren(...packs.map(({ folder }) => el('option', { value: folder }, folder)));
    const wanted = decodeURIComponent(location.hash.slice(1));
    const [first] = packs;
    if (!first) {
      byId('closed').hidden = false;
      byId('closed').replaceChildren(stateLine('还没有内容包。请先运行 shenbao new 起草一个。'));
      return;
    }
    byId('studio').hidden = false;
    choice.value = packs.some(({ folder }) => folder === wanted) ? wanted : first.folder;
    await openPack(choice.value);
  } catch (error) {
    fail(error);
  }
};

byId('pack').addEventListener('change', event => {
  const choice = event.target as HTMLSelectElement;
  if ([...opened.values()].some(isChanged)) {
    choice.value = pack?.folder ?? '';
    toast('还有没保存的改动，请先保存。');
  } else void openPack(choice.value).catch(fail);
});
byId('save').addEventListener('click', () => void save());
window.addEventListener('beforeunload', event => {
  if ([...opened.values()].some(isChanged)) event.preventDefault();
});
// Whoever comes back may have saved elsewhere, and so may others.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh();
});
// Both scroll, so they are reached by keyboard too.
for (const id of ['findings', 'panel-notice']) byId(id).tabIndex = 0;
void enter();
