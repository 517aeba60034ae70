/**
 * What Feishu accepts as a card in JSON 2.0, as strict as its pages say: unknown properties are errors, 1.0 tags are
 * errors, forms stand at the root, names are unique, limits hold. Written from
 * open.feishu.cn/document/feishu-cards/card-json-v2-structure and the component pages below it; shares no code with
 * the adapter.
 */
export interface CardFault {
  readonly code: number;
  readonly msg: string;
}

type Json = Readonly<Record<string, unknown>>;

const layout = ['tag', 'element_id', 'margin'];
const properties: Readonly<Record<string, readonly string[]>> = {
  plain_text: ['tag', 'content', 'text_size', 'text_color', 'text_align', 'lines', 'element_id'],
  div: [...layout, 'text', 'icon', 'width'],
  hr: layout,
  markdown: [...layout, 'content', 'text_size', 'text_align', 'icon'],
  column_set: [
    ...layout,
    'columns',
    'horizontal_spacing',
    'horizontal_align',
    'flex_mode',
    'background_style',
    'action',
  ],
  column: [
    ...layout,
    'elements',
    'width',
    'weight',
    'background_style',
    'horizontal_spacing',
    'horizontal_align',
    'vertical_spacing',
    'vertical_align',
    'direction',
    'padding',
    'action',
  ],
  form: [
    ...layout,
    'name',
    'elements',
    'direction',
    'horizontal_spacing',
    'horizontal_align',
    'vertical_spacing',
    'vertical_align',
    'padding',
  ],
  button: [
    ...layout,
    'type',
    'size',
    'width',
    'text',
    'icon',
    'hover_tips',
    'disabled',
    'disabled_tips',
    'confirm',
    'behaviors',
    'name',
    'form_action_type',
  ],
  input: [
    ...layout,
    'name',
    'required',
    'placeholder',
    'default_value',
    'disabled',
    'disabled_tips',
    'width',
    'behaviors',
    'max_length',
    'input_type',
    'rows',
    'auto_resize',
    'max_rows',
    'show_icon',
    'label',
    'label_position',
    'confirm',
  ],
  select_static: [
    ...layout,
    'type',
    'name',
    'required',
    'disabled',
    'initial_option',
    'initial_index',
    'placeholder',
    'width',
    'behaviors',
    'options',
    'confirm',
  ],
};
const rootProperties = ['schema', 'config', 'card_link', 'header', 'body'];
const configProperties = [
  'streaming_mode',
  'streaming_config',
  'summary',
  'locales',
  'enable_forward',
  'update_multi',
  'width_mode',
  'use_custom_translation',
  'enable_forward_interaction',
  'style',
];
const headerProperties = ['title', 'subtitle', 'text_tag_list', 'template', 'icon', 'padding'];
const templates =
  'blue wathet turquoise green yellow orange red carmine violet purple indigo grey default'.split(' ');
const buttonTypes =
  'default primary danger text primary_text danger_text primary_filled danger_filled laser'.split(' ');
const tints = ['default', 'grey', 'grey-50', 'blue-50'];
const interactive = ['button', 'input', 'select_static'];
const oldTags = ['action', 'note'];

class Refused extends Error {
  readonly fault: CardFault;
  constructor(inner: number, msg: string) {
    super(msg);
    this.fault = {
      code: 230099,
      msg: `Failed to create card content, ext=ErrCode: ${inner}; ErrMsg: ${msg}`,
    };
  }
}
const structure = 200621;
const ensure: (holds: boolean, msg: string, inner?: number) => asserts holds = (
  holds,
  msg,
  inner = structure,
) => {
  if (!holds) throw new Refused(inner, msg);
};

const object = (value: unknown, where: string): Json => {
  ensure(typeof value === 'object' && value !== null && !Array.isArray(value), `${where} is no object`);
  return value as Json;
};
const list = (value: unknown, where: string): readonly unknown[] => {
  ensure(Array.isArray(value), `${where} is no array`);
  return value;
};
const known = (value: Json, allowed: readonly string[], where: string) => {
  for (const name of Object.keys(value))
    ensure(allowed.includes(name), `unknown property ${name} of ${where}`);
};
const oneOf = (value: unknown, allowed: readonly unknown[], where: string) =>
  ensure(value === undefined || allowed.includes(value), `bad ${where}: ${String(value)}`);

const plainText = (value: unknown, where: string, most = 50_000) => {
  const text = object(value, where);
  ensure(text.tag === 'plain_text', `${where} must be plain_text`);
  known(text, properties.plain_text!, where);
  ensure(typeof text.content === 'string' && text.content !== '', `${where} is empty`);
  ensure(text.content.isWellFormed(), `${where} is not well-formed`);
  ensure(text.content.length <= most, `${where} is above ${most} characters`);
};

interface Scope {
  readonly names: Set<string>;
  readonly inForm: boolean;
  readonly depth: number;
}

const uniqueName = (element: Json, scope: Scope) => {
  if (!scope.inForm && element.name === undefined) return;
  ensure(
    typeof element.name === 'string' && element.name !== '',
    `${String(element.tag)} without name in a form`,
  );
  ensure(!scope.names.has(element.name), `name ${element.name} is used twice`);
  scope.names.add(element.name);
};

const behaviors = (element: Json) => {
  for (const item of list(element.behaviors, 'behaviors')) {
    const behavior = object(item, 'behavior');
    oneOf(behavior.type, ['callback', 'open_url'], 'behavior type');
    if (behavior.type === 'callback') object(behavior.value, 'callback value');
  }
};

const confirm = (value: unknown) => {
  if (value === undefined) return;
  const dialog = object(value, 'confirm');
  known(dialog, ['title', 'text'], 'confirm');
  plainText(dialog.title, 'confirm title');
  plainText(dialog.text, 'confirm text');
};

const button = (element: Json, scope: Scope) => {
  plainText(element.text, 'button text', 100);
  oneOf(element.type, buttonTypes, 'button type');
  behaviors(element);
  confirm(element.confirm);
  ensure(scope.inForm || element.form_action_type === undefined, 'form_action_type outside a form');
  oneOf(element.form_action_type, ['submit', 'reset'], 'form_action_type');
};

const input = (element: Json) => {
  if (element.label !== undefined) plainText(element.label, 'label');
  if (element.placeholder !== undefined) plainText(element.placeholder, 'placeholder', 100);
  const most = element.max_length ?? 1000;
  ensure(Number.isInteger(most) && Number(most) >= 1 && Number(most) <= 1000, 'max_length not in 1..1000');
  oneOf(element.input_type, ['text', 'multiline_text', 'password'], 'input_type');
  const value = element.default_value ?? '';
  ensure(typeof value === 'string' && value.length <= Number(most), 'default_value above max_length');
};

const select = (element: Json) => {
  const options = list(element.options, 'options').map(option => object(option, 'option'));
  ensure(options.length > 0, 'select without options');
  const values = options.map(option => {
    known(option, ['text', 'value', 'icon'], 'option');
    plainText(option.text, 'option text');
    ensure(typeof option.value === 'string', 'option value is no string');
    return option.value;
  });
  ensure(new Set(values).size === values.length, 'option values repeat');
  const index = element.initial_index ?? 0;
  ensure(Number.isInteger(index) && Number(index) <= options.length, 'initial_index outside the options');
  if (element.placeholder !== undefined) plainText(element.placeholder, 'placeholder');
};

const form = (element: Json, scope: Scope) => {
  ensure(scope.depth === 0, 'a form stands at the root only');
  ensure(typeof element.name === 'string' && element.name !== '', 'form without name');
  uniqueName(element, { ...scope, inForm: true });
  const inner = { ...scope, inForm: true, depth: 1 };
  const elements = list(element.elements, 'form elements');
  elements.forEach(child => {
    anyElement(child, inner);
  });
  ensure(JSON.stringify(elements).includes('"form_action_type":"submit"'), 'form without submit button');
};

const anyElement = (value: unknown, scope: Scope): void => {
  const element = object(value, 'element');
  const tag = String(element.tag);
  ensure(!oldTags.includes(tag), `tag ${tag} is not supported in schema 2.0`, 200861);
  const allowed = properties[tag];
  ensure(allowed !== undefined && tag !== 'plain_text' && tag !== 'column', `unknown tag ${tag}`);
  known(element, allowed, tag);
  ensure(scope.depth <= 5, 'nested deeper than five');
  if (interactive.includes(tag)) {
    uniqueName(element, scope);
    ensure(scope.inForm || element.required === undefined, 'required outside a form');
  }
  switch (tag) {
    case 'div':
      plainText(element.text, 'div text');
      break;
    case 'markdown':
      ensure(typeof element.content === 'string', 'markdown without content');
      break;
    case 'column_set':
      for (const item of list(element.columns, 'columns')) {
        const column = object(item, 'column');
        ensure(column.tag === 'column', 'column_set holds columns only');
        known(column, properties.column!, 'column');
        oneOf(column.background_style, tints, 'background_style');
        const weight = column.weight ?? 1;
        ensure(Number.isInteger(weight) && Number(weight) >= 1 && Number(weight) <= 5, 'weight not in 1..5');
        for (const child of list(column.elements ?? [], 'column elements')) {
          anyElement(child, { ...scope, depth: scope.depth + 1 });
        }
      }
      break;
    case 'form':
      form(element, scope);
      break;
    case 'button':
      button(element, scope);
      break;
    case 'input':
      input(element);
      break;
    case 'select_static':
      select(element);
      break;
    default:
  }
};

const count = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, child) => sum + count(child), 'tag' in value ? 1 : 0);
};

/** What is wrong with the content of an `interactive` message, or null. */
export const cardFault = (content: string): CardFault | null => {
  try {
    let parsed: unknown;
    try {
      parsed = JSON.parse(content);
    } catch {
      throw new Refused(structure, 'content is no JSON');
    }
    const card = object(parsed, 'card');
    ensure(card.schema === '2.0', 'this fake takes schema 2.0 only');
    known(card, rootProperties, 'card');
    const config = object(card.config, 'config');
    known(config, configProperties, 'config');
    ensure(config.update_multi === true, 'update_multi must be true');
    if (config.summary !== undefined)
      known(object(config.summary, 'summary'), ['content', 'i18n_content'], 'summary');
    if (card.header !== undefined) {
      const header = object(card.header, 'header');
      known(header, headerProperties, 'header');
      plainText(header.title, 'title');
      oneOf(header.template, templates, 'template');
    }
    const body = object(card.body, 'body');
    known(body, ['elements', 'direction', 'padding', 'vertical_spacing', 'horizontal_spacing'], 'body');
    const elements = list(body.elements, 'body elements');
    ensure(elements.length > 0, 'empty body');
    const scope: Scope = { names: new Set(), inForm: false, depth: 0 };
    elements.forEach(element => {
      anyElement(element, scope);
    });
    ensure(count(card) <= 200, 'card has more than 200 elements', 11310);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.fault;
    throw error;
  }
};
