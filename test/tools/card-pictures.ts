/**
 * `node test/tools/card-pictures.ts`: draws what the encoders make of the same three messages for Feishu, 企业微信 and
 * Telegram the way the clients lay them out, and writes docs/cards.png. Run by hand when a card changes its look.
 */
import { encode as feishuCards } from '../../adapters/feishu/encode.ts';
import { encode as telegramParts } from '../../adapters/telegram/encode.ts';
import type { ButtonCard } from '../../adapters/wecom/app/card.ts';
import { wholeCard } from '../../adapters/wecom/app/card-layout.ts';
import { doorWords } from '../../src/model/door-wording.ts';
import { OutMessage } from '../../src/model/message.ts';
import { launchChromium } from '../setup/chromium.ts';

const to = { channel: 'x', chat: 'y', kind: 'private' } as const;
const quote = {
  kind: 'quote' as const,
  label: '通知·三(一)',
  citation: { clause: '通知·三(一)', quote: '在万州区注册登记的企业、高等院校、科研院所、医疗卫生单位' },
};
const samples: readonly (readonly [string, OutMessage])[] = [
  [
    '提问',
    OutMessage.parse({
      key: '1',
      to,
      prompt: 'abc',
      blocks: [
        { kind: 'heading', text: '资格自测（还有约13问）' },
        { kind: 'text', text: '贵单位是否在万州区注册登记？' },
        quote,
      ],
      choices: [
        { token: 'abc_0', label: '是' },
        { token: 'abc_1', label: '否' },
        { token: 'abc_2', label: '不清楚' },
        { token: 'menu', label: '返回菜单' },
      ],
    }),
  ],
  [
    '答后',
    OutMessage.parse({
      key: '2',
      to,
      blocks: [
        { kind: 'heading', text: '资格自测（还有约13问）' },
        { kind: 'text', text: '贵单位是否在万州区注册登记？' },
        quote,
        { kind: 'text', text: '已选：是' },
      ],
      choices: [{ token: 'menu', label: '返回菜单' }],
    }),
  ],
  [
    '待办',
    OutMessage.parse({
      key: '3',
      to,
      card: 'case:1',
      blocks: [
        { kind: 'heading', text: '待办申请｜部门审查·合规性审查及初审' },
        {
          kind: 'fields',
          rows: [
            ['申请编号', 'WZ22-0001-H'],
            ['申报单位', '重庆三峡智造科技有限公司'],
            ['技术领域', '先进制造'],
            ['对接科室', '科技企业科'],
          ],
        },
        { kind: 'text', text: '办理依据：通知·四(二)' },
      ],
      choices: [
        { token: 'p', label: '初审通过', style: 'primary' },
        { token: 'r', label: '退回补正' },
        { token: 'n', label: '不予通过', style: 'danger' },
        { token: 'v', label: '查看全文' },
      ],
    }),
  ],
];

const escaped = (text: unknown): string =>
  String(text ?? '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replaceAll('\n', '<br>');

// biome-ignore lint/suspicious/noExplicitAny: a card is drawn as the client would get it, whatever its shape
type Json = any;

const feishuElement = (element: Json): string => {
  switch (element.tag) {
    case 'div':
      return `<div class="${element.text.text_color ?? ''} ${element.text.text_size ?? ''}">${escaped(element.text.content)}</div>`;
    case 'button':
      return `<div class="button ${String(element.type).split('_')[0]}">${escaped(element.text.content)}</div>`;
    case 'column_set':
      return `<div class="columns ${element.background_style ?? ''}">${element.columns
        .map(
          (cell: Json) =>
            `<div style="flex:${cell.weight ?? 1}">${cell.elements.map(feishuElement).join('')}</div>`,
        )
        .join('')}</div>`;
    case 'hr':
      return '<hr>';
    default:
      return (element.elements ?? []).map(feishuElement).join('');
  }
};

const feishu = (message: OutMessage): string =>
  feishuCards(message, doorWords)
    .map((card: Json) => {
      const head = card.header
        ? `<div class="head ${card.header.template}">${escaped(card.header.title.content)}</div>`
        : '';
      return `<div class="card">${head}<div class="body">${card.body.elements.map(feishuElement).join('')}</div></div>`;
    })
    .join('');

const wecom = (message: OutMessage): string => {
  const card: ButtonCard | null = wholeCard(message, doorWords);
  if (card === null) return '';
  const rows = (card.horizontal_content_list ?? [])
    .map(({ keyname, value }) => `<div class="row"><span>${escaped(keyname)}</span>${escaped(value)}</div>`)
    .join('');
  const place = card.quote_area
    ? `<div class="quote">${escaped(card.quote_area.title)}<br>${escaped(card.quote_area.quote_text)}</div>`
    : '';
  const styles = ['', 'primary', 'default', 'danger'];
  return `<div class="card"><div class="body"><b>${escaped(card.main_title.title)}</b>${place}<div>${escaped(card.sub_title_text)}</div>${rows}</div><div class="bar">${card.button_list
    .map(({ text, style }) => `<div class="${styles[style] ?? ''}">${escaped(text)}</div>`)
    .join('')}</div></div>`;
};

const telegram = (message: OutMessage): string =>
  telegramParts(message, doorWords)
    .map(
      ({ html, keyboard }) =>
        `<div class="bubble">${html
          .replaceAll('\n', '<br>')
          .replace(/(?:<br>)+(?=<blockquote)|(?<=<\/blockquote>)(?:<br>)+/g, '')}</div>${(keyboard ?? [])
          .map(
            row => `<div class="keys">${row.map(({ text }) => `<div>${escaped(text)}</div>`).join('')}</div>`,
          )
          .join('')}`,
    )
    .join('');

const page = `<meta charset="utf-8"><style>
body{margin:0;padding:24px;font:14px/1.6 'Noto Sans CJK SC','WenQuanYi Zen Hei',sans-serif;background:#f2f3f5;color:#1f2329;width:1180px}
table{border-spacing:18px 14px;width:100%}th{text-align:left;color:#646a73;font-weight:600}td{vertical-align:top;width:33%}
.card{background:#fff;border:1px solid #dee0e3;border-radius:10px;overflow:hidden}.body{padding:12px 14px;display:flex;flex-direction:column;gap:8px}
.head{padding:9px 14px;font-weight:600;background:#e1eaff;color:#0c296e}.head.green{background:#d9f5d6}.head.orange{background:#feead2}.head.grey{background:#eff0f1}
.columns{display:flex;gap:8px}.columns.blue-50{background:#f0f4ff;padding:8px;border-radius:6px}.columns>div{display:flex;flex-direction:column;gap:6px}
.button{border:1px solid #d0d3d6;border-radius:6px;text-align:center;padding:4px 10px}.button.primary{background:#3370ff;color:#fff;border-color:#3370ff}.button.danger{color:#f54a45;border-color:#f54a45}
.grey{color:#646a73}.notation{font-size:12px}
.wecom .bar{display:flex;border-top:1px solid #eceef0}.wecom .bar div{flex:1;text-align:center;padding:8px 2px;border-right:1px solid #eceef0;font-size:13px}.wecom .primary{color:#2a6fdb;font-weight:600}.wecom .danger{color:#e64340}
.row span{color:#8f959e;display:inline-block;width:5em}.quote{background:#f5f6f7;border-radius:6px;padding:6px 10px;color:#646a73;font-size:13px}
.telegram{background:#cfe0c3;border-radius:10px;padding:12px}.bubble{background:#fff;border-radius:12px 12px 12px 3px;padding:8px 12px}.bubble blockquote{margin:6px 0 0;border-left:3px solid #3a92d8;background:#eef6fc;padding:4px 8px;border-radius:4px}
.keys{display:flex;gap:4px;margin-top:4px}.keys div{flex:1;text-align:center;background:#ffffffa8;border-radius:7px;padding:6px 2px}
</style><table><tr><th>飞书</th><th>企业微信</th><th>Telegram</th></tr>${samples
  .map(
    ([, message]) =>
      `<tr><td>${feishu(message)}</td><td class="wecom">${wecom(message)}</td><td><div class="telegram">${telegram(message)}</div></td></tr>`,
  )
  .join('')}</table>`;

const browser = await launchChromium();
const tab = await browser.newPage({ viewport: { width: 1228, height: 600 } });
await tab.setContent(page);
await tab.screenshot({ path: new URL('../../docs/cards.png', import.meta.url).pathname, fullPage: true });
await browser.close();
