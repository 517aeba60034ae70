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
  /** How it is answered: `one` of its options, or freely. */
  readonly choose: 'one' | null;
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
  line: { ...plain, expects: '一行文字', example: '天城大道1号' },
  paragraph: { ...plain, expects: '一段或几段文字', example: '在研项目6项。\n专利3项。', lines: 'many' },
  choice: { ...plain, expects: '选项之一', example: '', strict: true, choose: 'one', needs: 'options' },
  phone: { ...plain, expects: '电话号码', example: '023-58220000', strict: true, personal: 'number' },
  date: { ...plain, expects: '年月日', example: '2022年9月1日', strict: true, blank: '年月日' },
  person: { ...plain, expects: '姓名', example: '王建国', personal: 'name' },
  composed: { ...plain, expects: '名称中间的部分', example: '智能装备', needs: 'compose' },
  email: { ...plain, expects: '电子邮箱', example: 'keji@example.com', strict: true, personal: 'address' },
} as const satisfies Record<string, FieldTraits>;

export type FieldKind = keyof typeof fieldKinds;

/** What the kind of a field says about it. */
export const traitsOf = (field: { readonly kind: FieldKind }): FieldTraits => fieldKinds[field.kind];
