import type {
  Adoption,
  AnswerRow,
  ClauseUse,
  EligibilityView,
  PackState,
  PackText,
  RehearsalInput,
  RehearsalStep,
  Saved,
  SignoffRow,
  StudioPack,
  UnansweredView,
} from '../../../src/model/studio.ts';
import type { NoticeView } from '../house.ts';

/**
 * One pack as its author works on it. Everything but the files is that of the last version that was right; null where
 * there has been none yet.
 */
export interface PackDesk {
  read(path: string): Promise<PackText | null>;
  /** `base`: the version the text was made from. Null: no such file is edited here. */
  save(path: string, text: string, base: string): Promise<Saved | null>;
  state(): Promise<PackState>;
  /** What could be better about the questions; takes seconds. */
  advice(): Promise<PackState['findings'] | null>;
  notice(): Promise<{ readonly notice: NoticeView; readonly uses: readonly ClauseUse[] } | null>;
  /** `date`: `YYYY-MM-DD`, null for the first day of the window. */
  rehearse(inputs: readonly RehearsalInput[], date: string | null): Promise<readonly RehearsalStep[] | null>;
  ask(questions: readonly string[]): Promise<readonly AnswerRow[] | null>;
  /** The facts the grid is made of; null: the first ones. */
  eligibility(over: readonly [row: string | null, column: string | null]): Promise<EligibilityView | null>;
  /** Which field the Word template prints where, in words. */
  places(): Promise<readonly string[] | null>;
  unanswered(): Promise<UnansweredView | null>;
  /** Write a question into the pack and take it off the list. Null: it has no place there. */
  adopt(question: string, adoption: Adoption): Promise<Saved | null>;
  settle(question: string): Promise<void>;
  signoff(): Promise<readonly SignoffRow[] | null>;
  /** `date`: `YYYY-MM-DD`. Null: one of the items is not there. */
  sign(ids: readonly string[], name: string, date: string): Promise<Saved | null>;
}

/** The packs somebody may edit. */
export interface Studio {
  packs(): Promise<readonly StudioPack[]>;
  /** Null: there is no such pack, or it is not theirs. */
  desk(folder: string): Promise<PackDesk | null>;
}

/** What the page needs for `/studio`; composed in src/commands. */
export interface StudioHouse {
  /** Whoever sits at this machine. */
  here(): Studio;
  /** An author who is signed in as at the desk; null: nobody, or no author. */
  author(cookie: string, browser: string): Promise<Studio | null>;
}
