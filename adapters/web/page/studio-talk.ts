import type { RehearsalInput } from '../../../src/model/studio.ts';
import type { WireStep } from '../studio/wire.ts';
import { sendJson, wordsOf } from './api.ts';
import { toast } from './dialog.ts';
import { byId, el } from './dom.ts';
import { type Cite, messageElement, saidElement } from './message.ts';

/** A conversation on the version that was saved last: after every save it is held again from its beginning. */
export const createTalk = (base: () => string, cite: Cite) => {
  const panel = byId('panel-talk');
  let inputs: RehearsalInput[] = [];
  let running = 0;
  const log = el('div', { class: 'log' });
  const scroller = el(
    'div',
    { class: 'scroller', tabindex: '0', role: 'log', 'aria-label': '演练对话' },
    log,
  );
  const date = el('input', { type: 'date', id: 'talk-date', change: () => void replay() });
  const words = el('textarea', {
    id: 'talk-words',
    rows: '2',
    maxlength: '2000',
    'aria-label': '您要说的话',
  });

  const elementsOf = ({ said, unpressed, messages }: WireStep, last: boolean): HTMLElement[] => [
    ...(said ? [saidElement(said)] : []),
    ...(unpressed
      ? [el('p', { class: 'panel-note' }, '（这个按钮现在没有了，上面的话是当作文字说的。）')]
      : []),
    ...messages.map(message =>
      // Only what stands at the end can be pressed.
      messageElement(last ? message : { ...message, choices: [] }, {
        cite,
        press: ({ label }) => void add({ press: label }),
        change: place => void add({ place }),
        download: () => {},
      }),
    ),
  ];

  const replay = async (): Promise<void> => {
    running += 1;
    const mine = running;
    panel.setAttribute('aria-busy', 'true');
    try {
      const { steps } = await sendJson<{ steps: WireStep[] }>('POST', `${base()}/rehearse`, {
        inputs,
        date: date.value === '' ? null : date.value,
      });
      // Of two rehearsals under way the later one counts.
      if (mine !== running) return;
      log.replaceChildren(...steps.flatMap((step, at) => elementsOf(step, at === steps.length - 1)));
      scroller.scrollTop = scroller.scrollHeight;
    } catch (error) {
      if (mine === running) log.replaceChildren(el('p', { class: 'trouble' }, wordsOf(error)));
    } finally {
      if (mine === running) panel.removeAttribute('aria-busy');
    }
  };

  const add = async (input: RehearsalInput): Promise<void> => {
    inputs = [...inputs, input];
    await replay();
  };
  const back = () => {
    inputs = inputs.slice(0, -1);
    void replay();
  };
  const say = () => {
    const text = words.value.trim();
    if (text === '') return toast('请先写上要说的话。');
    words.value = '';
    void add({ say: text });
  };
  words.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    say();
  });

  panel.replaceChildren(
    el(
      'div',
      { class: 'talk-bar' },
      el('label', { for: 'talk-date' }, '按这一天演练'),
      date,
      el('button', { type: 'button', class: 'link', click: back }, '退一步'),
      el(
        'button',
        {
          type: 'button',
          class: 'link',
          click: () => {
            inputs = [];
            void replay();
          },
        },
        '从头开始',
      ),
    ),
    scroller,
    el(
      'form',
      {
        class: 'talk-form',
        submit: event => {
          event.preventDefault();
          say();
        },
      },
      words,
      el('button', { type: 'submit', class: 'primary' }, '发送'),
    ),
  );
  return {
    /** Another pack: another conversation, on the day (`YYYY-MM-DD`) its window opens. */
    begin(opens: string): Promise<void> {
      inputs = [];
      date.value = opens;
      return replay();
    },
    replay,
  };
};
