import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import type {
  ChecklistView,
  DocumentView,
  NoticeView,
  RehearsalView,
  WebHouse,
} from '../../adapters/web/house.ts';
import type { WebChannel } from '../../adapters/web/index.ts';
import { refuseContent } from '../../src/documents/refusal.ts';
import type { Intake } from '../../src/host/channel.ts';
import type { Address } from '../../src/model/address.ts';
import type { Event } from '../../src/model/event.ts';
import { type Block, type Choice, OutMessage } from '../../src/model/message.ts';
import { outFile } from '../support/out-file.ts';

const noticeText = [
  '关于开展2022年区级技术创新中心认定工作的通知',
  '一、申报领域\n\n2022年拟重点在先进制造、食品加工、节能减碳、山地农业、大健康等领域布局建设一批区级技术创新中心。',
  '三、认定要点和标准',
  '（一）主体资格。在万州区注册登记的企业、高等院校、科研院所、医疗卫生单位，具有法人独立资格。建设单位是企业的，应是规模以上企业。',
  '五、注意事项\n（一）申报时限\n自即日起至2022年9月16日止。',
];
const filler = Array.from({ length: 40 }, (_, at) => `第${at + 1}条　本条用来让文件长过一屏，便于检查定位。`);

const partition = (
  id: string,
  title: string,
  parts: readonly (readonly [string, string])[],
): DocumentView => {
  let text = '';
  const clauses = parts.map(([clause, part]) => {
    const start = text.length;
    text += `${part}\n`;
    return { id: clause, start, end: text.length, leaf: true };
  });
  return { id, title, text, clauses };
};

const notice = (): NoticeView => {
  const main = partition('通知', '关于开展2022年区级技术创新中心认定工作的通知', [
    ['通知·前言', noticeText[0]!],
    ['通知·一', noticeText[1]!],
    ['通知·三.0', noticeText[2]!],
    ['通知·三(一)', noticeText[3]!],
    ['通知·五', noticeText[4]!],
  ]);
  const third = main.clauses.filter(({ id }) => id.startsWith('通知·三'));
  return {
    title: '关于开展2022年区级技术创新中心认定工作的通知',
    office: '万州区科技局',
    subject: '区级技术创新中心',
    window: { opens: '2022-08-22', closes: '2022-09-16' },
    sections: [
      { id: 'innovation', name: '科技创新科' },
      { id: 'agri', name: '农业农村科技科' },
    ],
    documents: [
      {
        ...main,
        number: '万州科局发〔2022〕42号',
        date: '2022-08-22',
        clauses: [
          ...main.clauses,
          { id: '通知·三', start: third[0]!.start, end: third[1]!.end, leaf: false },
        ],
      },
      partition(
        '办法',
        '重庆市万州区技术创新中心建设运行管理办法（试行）',
        filler.map((text, at) => [`办法·第${at + 1}条`, text]),
      ),
    ],
  };
};

const form = (answers: ReadonlyMap<string, string>, traced = false): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      sections: [
        {
          children: [
            new Paragraph({ text: '建设意向申请书', heading: 'Title' }),
            new Table({
              rows: places.map(
                label =>
                  new TableRow({
                    children: [
                      label,
                      `${traced ? `\ue000${label}\ue001` : ''}${answers.get(label) ?? ''}`,
                    ].map(text => new TableCell({ children: [new Paragraph(text)] })),
                  }),
              ),
            }),
          ],
        },
      ],
    }),
  );

/** The places of the fake form; each is its own name. */
const places: readonly string[] = ['单位名称', '通讯地址'];

interface Turn {
  readonly blocks: readonly Block[];
  readonly choices?: readonly Choice[];
  readonly prompt?: string;
  readonly file?: string;
  readonly card?: string;
}

/**
 * A fake of the house behind the page: a tiny scripted conversation that asks two fields and gives a file, with just
 * enough memory for the page to be tested without the engine. Strict: what it does not know it refuses by throwing.
 */
export const createFakeHouse = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shenbao-web-'));
  const received: Event[] = [];
  const seen = new Set<string>();
  const asked = new Map<string, string>();
  const prompts = new Map<string, string>();
  const answers = new Map<string, Map<string, string>>();
  const rehearsals = new Map<string, RehearsalView>();
  let channel: WebChannel | null = null;
  let sent = 0;
  let failing = 0;
  /** Acts of a rehearsal that played by itself. */
  let toured = 0;
  let clock = Date.parse('2026-11-23T08:00:00+08:00');

  const answersOf = (chat: string) => {
    const known = answers.get(chat) ?? new Map<string, string>();
    answers.set(chat, known);
    return known;
  };

  const send = async (to: Address, turn: Turn) => {
    if (!channel) throw new Error('the fake house has no channel');
    sent += 1;
    const files = turn.file ? [outFile(turn.file, join(folder, 'form.docx'), 2_048)] : [];
    await channel.send({
      message: OutMessage.parse({
        key: `k${sent}`,
        to,
        blocks: turn.blocks,
        choices: turn.choices ?? [],
        prompt: turn.prompt ?? null,
        ...(turn.card === undefined ? {} : { card: turn.card }),
      }),
      key: `d${sent}`,
      files,
      attempts: 0,
      rank: 'answer',
    });
  };

  const ask = async (to: Address, field: string) => {
    asked.set(to.chat, field);
    prompts.set(to.chat, `p${sent}`);
    await send(to, {
      blocks: [{ kind: 'text', text: `请填写「${field}」。` }],
      choices: [
        { token: `p${sent}_0`, label: '跳过', style: 'default' },
        { token: `p${sent}_1`, label: '转人工', style: 'default' },
      ],
      prompt: `p${sent}`,
    });
  };

  const menu: Turn = {
    blocks: [
      { kind: 'heading', text: '您好，我是申报助手' },
      { kind: 'text', text: '可以直接提问，也可以从下面选择。\n所有政策回答都附原文。' },
    ],
    choices: [
      { token: 'menu_check', label: '资格自测', style: 'primary' },
      { token: 'menu_apply', label: '开始填报', style: 'default' },
      { token: 'menu_wipe', label: '重新开始', style: 'danger', confirm: '确定要重新开始吗？' },
    ],
    prompt: 'menu',
  };

  const finish = async (to: Address) => {
    const given = answersOf(to.chat);
    await writeFile(join(folder, 'form.docx'), await form(given));
    asked.delete(to.chat);
    await send(to, {
      blocks: [
        { kind: 'heading', text: '请核对' },
        { kind: 'fields', rows: [...given], places: [...given.keys()] },
      ],
      file: '建设意向申请书.docx',
    });
  };

  /** Files whose answer comes with the last one. */
  const together: string[] = [];
  const turn = async ({ address, body, more }: Event): Promise<void> => {
    switch (body.kind) {
      case 'enter':
        return send(address, menu);
      case 'press':
        if (body.token === 'menu_apply' || body.token === 'menu_wipe') return ask(address, '单位名称');
        return send(address, { blocks: [{ kind: 'text', text: `收到按钮 ${body.token}` }] });
      case 'place':
        if (!places.includes(body.place)) throw new Error(`the fake form has no place ${body.place}`);
        return ask(address, body.place);
      case 'file':
        together.push(body.file.name);
        if (more) return;
        return send(address, {
          blocks: [
            {
              kind: 'text',
              text: `已收到 ${together.splice(0).join('、')}${body.for ? `，归入${body.for}` : ''}`,
            },
          ],
        });
      case 'file-refused':
        return send(address, { blocks: [{ kind: 'text', text: `没有收下：${body.reason}` }] });
      case 'text': {
        if (/申报吗/.test(body.text)) {
          return send(address, {
            blocks: [
              { kind: 'text', text: '申报主体的要求见：' },
              {
                kind: 'quote',
                citation: {
                  clause: '通知·三(一)',
                  quote: '建设单位是企业的，应是规模以上企业。',
                },
                label: '通知·三(一)',
                marks: ['规模以上企业'],
              },
            ],
          });
        }
        const field = asked.get(address.chat);
        if (field === undefined) {
          return send(address, {
            blocks: [
              { kind: 'text', text: '您说的是：' },
              { kind: 'said', text: body.text },
            ],
          });
        }
        answersOf(address.chat).set(field, body.text);
        return field === '单位名称' ? ask(address, '通讯地址') : finish(address);
      }
      default:
        throw new Error(`the fake house knows no event ${body.kind}`);
    }
  };

  const intake: Intake = {
    now: () => clock,
    receive: async event => {
      if (failing > 0) {
        failing -= 1;
        throw new Error('the fake house is failing');
      }
      received.push(event);
      if (seen.has(event.id)) return { outcome: 'duplicate', messages: [] };
      seen.add(event.id);
      await turn(event);
      return { outcome: 'committed', messages: [] };
    },
    keepFile: async (content, name, maxBytes) => {
      const bytes = await buffer(content);
      if (bytes.length > maxBytes) return refuseContent('too-large');
      if (!bytes.subarray(0, 4).equals(Buffer.from('%PDF'))) {
        return refuseContent('bad-type');
      }
      const id = createHash('sha256').update(bytes).digest('hex');
      return { ok: true, value: { id, name, type: 'pdf', bytes: bytes.length } };
    },
  };

  const house: WebHouse = {
    notice: async () => notice(),
    form: async ({ chat }) => {
      const field = asked.get(chat);
      const given = answers.get(chat);
      if (field === undefined && !given?.size) return null;
      const value = field === undefined ? undefined : given?.get(field);
      return {
        title: '建设意向申请书',
        sections: [
          {
            title: '基本信息',
            here: field !== undefined,
            none: false,
            places: places.map(place => ({
              place,
              name: place,
              state: given?.has(place) ? ('filled' as const) : ('open' as const),
              at: given?.has(place) ? given.get(place)!.length : null,
            })),
          },
        ],
        asked:
          field === undefined
            ? null
            : {
                place: field,
                prompt: prompts.get(chat) ?? '',
                value: value && value.length > 15 ? value : null,
              },
      };
    },
    preview: async ({ chat }, traced) => {
      const given = answers.get(chat);
      return given?.size || asked.has(chat) ? form(given ?? new Map(), traced) : null;
    },
    checklist: async (chat): Promise<ChecklistView> => ({
      others: [],
      waiting: [],
      items: [
        {
          id: 'form',
          takes: false,
          title: '建设意向申请书',
          how: 'generated',
          state: answers.get(chat.chat)?.size ? 'done' : 'todo',
          cites: [{ clause: '通知·五' }],
          points: [],
          files: [],
        },
        {
          id: 'plan',
          takes: true,
          title: '建设方案',
          how: 'prepared',
          state: 'todo',
          note: '提纲中没有“考核指标”一章，办法要求写明。',
          cites: [{ clause: '通知·三(一)', quote: '规模以上企业' }],
          points: [{ text: '建设基础和重要意义', clause: '办法·第1条' }],
          files: [],
        },
      ],
      blanks: [
        { title: '法人代表签章', kind: 'signature', by: '建设主体单位', cites: [{ clause: '通知·五' }] },
      ],
    }),
    mine: async ({ chat }) =>
      answers.get(chat)?.size
        ? [
            {
              unit: answers.get(chat)?.get('单位名称') ?? null,
              inHand: true,
              asked: { kind: 'fill', filled: answers.get(chat)!.size, total: 2, by: '2022年9月16日' },
              submitted: null,
            },
          ]
        : [],
    version: async () => null,
    rehearsal: async name => rehearsals.get(name) ?? null,
    setClock: async (name, date) => {
      if (date === null) {
        rehearsals.delete(name);
        return { ok: true, value: null };
      }
      if (date < '2000-01-01') {
        return { ok: false, issues: [{ code: 'rehearsal:bad-date', message: '日期太早。' }] };
      }
      const view: RehearsalView = { today: date, reviewer: rehearsals.get(name)?.reviewer ?? null };
      rehearsals.set(name, view);
      return { ok: true, value: view };
    },
    wipeRehearsal: async name => {
      rehearsals.delete(name);
      for (const chat of [...answers.keys()]) if (chat.startsWith(name)) answers.delete(chat);
    },
    tour: async name => {
      if (!rehearsals.has(name)) return null;
      toured += 1;
      if (toured === 1)
        return {
          chair: 'applicant',
          note: '申报单位：咨询',
          act: { kind: 'say', text: '演练的话' },
          over: false,
        };
      return toured === 2
        ? { chair: 'office', note: '审核人员：初审通过', act: null, over: false }
        : { chair: 'applicant', note: '演练完成', act: null, over: true };
    },
    bindRehearsalReviewer: async (name, chat, section, role) => {
      const rehearsal = rehearsals.get(name);
      if (!rehearsal) throw new Error('no rehearsal to sit in');
      if (chat.chat !== `${name}-staff`) throw new Error('a chair outside its rehearsal');
      const view: RehearsalView = { ...rehearsal, reviewer: { section, role, name: '科技创新科 审核人' } };
      rehearsals.set(name, view);
      return { ok: true, value: view };
    },
  };

  return {
    house,
    intake,
    received,
    send,
    attach: (to: WebChannel) => {
      channel = to;
    },
    /** Fail to receive the next n events. */
    failNext: (times: number) => {
      failing = times;
    },
    advance: (ms: number) => {
      clock += ms;
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
};
export type FakeHouse = Awaited<ReturnType<typeof createFakeHouse>>;
