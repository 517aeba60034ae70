import type { TourView } from '../wire.ts';
import { newEventId, sendJson, wordsOf } from './api.ts';
import { byId } from './dom.ts';

/** Between two acts, in milliseconds: time to read a question and its answer; and for whoever is in a hurry. */
const paceMs = 1_400;
const fastMs = 250;
/** More acts than any application with one return takes: beyond, something goes round in circles. */
const mostActs = 300;

export interface TourOptions {
  /** Begin a rehearsal without anything in it; false: it was not begun. */
  begin(): Promise<boolean>;
  /** The chair that acts now is brought into view. */
  look(chair: TourView['chair']): void;
  /** Seats and clock may have changed. */
  refresh(): Promise<void>;
}

/** A rehearsal that plays by itself, act by act; it can be stopped, hurried and broken off, and leaves the rehearsal as it is. */
export const createTour = (options: TourOptions) => {
  const bar = byId('tour-bar');
  const words = byId('tour-text');
  const pause = byId('tour-pause');
  const hurry = byId('tour-hurry');
  let playing = 0;
  let paused = false;
  let fast = false;
  let go = () => {};

  const draw = () => {
    pause.textContent = paused ? '继续' : '暂停';
    hurry.setAttribute('aria-pressed', String(fast));
  };
  const rest = (): Promise<void> =>
    new Promise(resolve => {
      go = resolve;
      if (!paused) setTimeout(resolve, fast ? fastMs : paceMs);
    });
  const end = (note: string | null) => {
    playing += 1;
    for (const button of bar.querySelectorAll('button')) button.hidden = button.id !== 'tour-end';
    if (note === null) bar.hidden = true;
    else words.textContent = note;
    go();
  };

  const play = async (): Promise<void> => {
    if (!(await options.begin())) return;
    playing += 1;
    const mine = playing;
    paused = false;
    bar.hidden = false;
    for (const button of bar.querySelectorAll('button')) button.hidden = false;
    words.textContent = '演示开始';
    draw();
    let chair: TourView['chair'] = 'applicant';
    for (let acts = 0; acts < mostActs; acts += 1) {
      await rest();
      if (mine !== playing) return;
      if (paused) continue;
      try {
        const view = await sendJson<TourView>('POST', '/api/rehearsal/tour', { id: newEventId() });
        if (mine !== playing) return;
        words.textContent = view.note;
        if (view.chair === 'office') await options.refresh();
        if (view.chair !== chair) options.look(view.chair);
        chair = view.chair;
        if (view.over) return end(view.note);
      } catch (error) {
        return end(wordsOf(error));
      }
    }
    end('演示没有走完，可以接着自己演练。');
  };

  pause.addEventListener('click', () => {
    paused = !paused;
    draw();
    if (!paused) go();
  });
  hurry.addEventListener('click', () => {
    fast = !fast;
    draw();
  });
  byId('tour-end').addEventListener('click', () => end(null));
  return { play };
};
