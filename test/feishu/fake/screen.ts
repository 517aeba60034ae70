/** What a person sees of a card, read from its JSON without the adapter's help. */
export interface Screen {
  readonly lines: readonly string[];
  readonly buttons: readonly Button[];
  readonly inputs: readonly Input[];
  /** Everything that acts besides buttons: markdown, links, mentions. */
  readonly active: readonly string[];
}

export interface Button {
  readonly label: string;
  readonly value: object;
  readonly confirm: string | null;
  readonly submits: boolean;
}

export interface Input {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly value: string;
  readonly options: readonly { readonly label: string; readonly value: string }[] | null;
}

// biome-ignore lint/suspicious/noExplicitAny: cards are read as what Feishu would get, whatever its shape
type Json = any;

const content = (text: Json): string => String(text?.content ?? '');

const button = (element: Json): Button => ({
  label: content(element.text),
  value: element.behaviors.find((item: Json) => item.type === 'callback')?.value ?? {},
  confirm: element.confirm ? content(element.confirm.text) : null,
  submits: element.form_action_type === 'submit',
});

const chosen = (element: Json): string => element.options[(element.initial_index ?? 0) - 1]?.value ?? '';

const input = (element: Json, above: string): Input => ({
  name: element.name,
  label: element.tag === 'input' ? content(element.label) : above,
  required: element.required === true,
  value: element.tag === 'input' ? String(element.default_value ?? '') : chosen(element),
  options:
    element.tag === 'select_static'
      ? element.options.map((option: Json) => ({ label: content(option.text), value: option.value }))
      : null,
});

const shownButton = (item: Button, type: string): string =>
  `[ ${item.label} ]${type.startsWith('primary') ? ' ●' : type.startsWith('danger') ? ' ▲' : ''}${
    item.confirm === null ? '' : `  → 弹窗：${item.confirm}`
  }`;

const shownInput = (item: Input, element: Json): string => {
  const kind = item.options
    ? `▾ ${item.options.map(option => option.label).join(' / ')}`
    : element.input_type === 'multiline_text'
      ? '多行'
      : '单行';
  const value = item.value === '' ? `（${content(element.placeholder)}）` : item.value;
  return element.tag === 'input' ? `${item.label} ▁▁ ${value} ▁▁ ${kind}` : `  ▁▁ ${value} ▁▁ ${kind}`;
};

/** Lines as on a phone: `│` tinted box, `●` filled button, `▲` red button, `▁▁` input. Texts keep their line ends. */
export const screenOf = (card: Json): Screen => {
  const lines: string[] = [];
  const buttons: Button[] = [];
  const inputs: Input[] = [];
  const active: string[] = [];
  let above = '';
  const walk = (element: Json, margin: string): void => {
    switch (element.tag) {
      case 'div':
        above = content(element.text);
        lines.push(...above.split('\n').map(line => `${margin}${line}`));
        break;
      case 'markdown':
        active.push(element.content);
        lines.push(element.content);
        break;
      case 'hr':
        lines.push('────────');
        break;
      case 'column_set': {
        const cells = element.columns.map((column: Json) => {
          const before = lines.length;
          const inner = column.background_style ? `${margin}│ ` : margin;
          for (const child of column.elements) walk(child, inner);
          return lines.splice(before);
        });
        if (cells.length === 1) lines.push(...cells[0]);
        else lines.push(cells.map((cell: string[]) => cell.join('\n')).join('  ｜  '));
        break;
      }
      case 'form':
        lines.push('┌ 表单');
        for (const child of element.elements) walk(child, `${margin}`);
        lines.push('└');
        break;
      case 'button': {
        const item = button(element);
        buttons.push(item);
        lines.push(`${margin}${shownButton(item, element.type ?? 'default')}`);
        if (element.behaviors.some((behavior: Json) => behavior.type === 'open_url')) active.push(item.label);
        break;
      }
      case 'input':
      case 'select_static': {
        const item = input(element, above);
        inputs.push(item);
        lines.push(`${margin}${shownInput(item, element)}`);
        break;
      }
      default:
        throw new Error(`fake Feishu: cannot show ${element.tag}`);
    }
  };
  if (card.header) lines.push(`【${card.header.template}】${content(card.header.title)}`);
  for (const element of card.body.elements) walk(element, '');
  return { lines, buttons, inputs, active };
};

const textsIn = (value: Json): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (value.tag === 'button') return [];
  const own = typeof value.content === 'string' ? [value.content] : [];
  return [...own, ...Object.values(value).flatMap(textsIn)];
};

/** Visible text without buttons: title, body, labels. */
export const textOf = (card: Json): string =>
  [...(card.header ? [content(card.header.title)] : []), ...textsIn(card.body)].join('\n');
