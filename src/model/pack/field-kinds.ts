/**
 * What the rest of the program has to know about a kind of field. A kind is added by a line here, a reader in
 * `engine/fields/` with its line in the registry there, and a fixture; none of them can be forgotten, since each is
 * checked by type or by the registry test.
 */
export interface FieldTraits {
  /** What belongs in it, as told to a person whose text was refused, and to the author. */
  readonly expects: string;
  /** A value it takes and writes the same way again; stands beside `expects` in the refusal. */
  readonly example: string;
  /**
   * It has a shape of its own: what fits is an answer even if it looks like a question, and what does not fit may be
   * a question even without a mark.
   */
  readonly strict: boolean;
  /** `many`: prose, printed line by line, that goes on over the lines of a paste. */
  readonly lines: 'one' | 'many';
  /** How it is answered: with `one` or `several` of its options, or freely. */
  readonly choose: 'one' | 'several' | null;
  /** The key of form.yaml it cannot do without, and which no other kind may have. */
  readonly needs: 'options' | 'compose' | null;
  /** What it tells of a person, if it does: `name` and `number` may come in one line and are divided. */
  readonly personal: 'name' | 'number' | 'address' | null;
  /** Words that a printed blank of this kind holds before anybody has filled it in (年 月 日). */
  readonly blank: string;
}

const plain = {
  strict: false,
  lines: 'one',
  choose: null,
  needs: null,
  personal: null,
  blank: '',
} as const satisfies Partial<FieldTraits>;

/** Kinds of form fields. */
export const fieldKinds = {
  line: { ...plain, expects: '一行文字', example: '样例有限公司' },
  paragraph: { ...plain, expects: '一段或几段文字', example: '在研项目6项。\n专利3项。', lines: 'many' },
  choice: { ...plain, expects: '选项之一', example: '', strict: true, choose: 'one', needs: 'options' },
  phone: { ...plain, expects: '电话号码', example: '023-58220000', strict: true, personal: 'number' },
  date: { ...plain, expects: '年月日', example: '2022年9月1日', strict: true, blank: '年月日' },
  person: { ...plain, expects: '姓名', example: '王建国', personal: 'name' },
  composed: { ...plain, expects: '名称中间的部分', example: '智能装备', needs: 'compose' },
  number: { ...plain, expects: '数字', example: '12', strict: true },
  money: { ...plain, expects: '金额', example: '1800万元', strict: true, blank: '人民币万亿元' },
  percent: { ...plain, expects: '百分比', example: '30%', strict: true, blank: '%％' },
  'year-month': { ...plain, expects: '年月', example: '2022年9月', strict: true, blank: '年月' },
  'yes-no': { ...plain, expects: '是或否', example: '是', strict: true, choose: 'one' },
  several: {
    ...plain,
    expects: '一个或几个选项',
    example: '',
    strict: true,
    choose: 'several',
    needs: 'options',
  },
  email: { ...plain, expects: '电子邮箱', example: 'keji@example.com', strict: true, personal: 'address' },
} as const satisfies Record<string, FieldTraits>;

export type FieldKind = keyof typeof fieldKinds;

/** What the kind of a field says about it. */
export const traitsOf = (field: { readonly kind: FieldKind }): FieldTraits => fieldKinds[field.kind];

/** Between the options of one answer; no option may hold it. */
export const SEVERAL = '；';

interface Option {
  value: string;
  aliases: string[];
}

const yesNo: readonly Option[] = [
  { value: '是', aliases: ['有', '是的', '对', '√'] },
  { value: '否', aliases: ['无', '没有', '不是', '不', '×'] },
];

/** What a field is chosen from: its own options, or those its kind brings along; none where it is answered freely. */
export const optionsOf = (field: {
  readonly kind: FieldKind;
  readonly options?: readonly Option[] | undefined;
}): readonly Option[] => (field.kind === 'yes-no' ? yesNo : (field.options ?? []));
