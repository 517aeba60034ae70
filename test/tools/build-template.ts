/**
 * Builds conversations/wanzhou-2022/templates/意向申请书.docx to look like 附件1 of the notice. An author's tool, run
 * once by hand: `node test/tools/build-template.ts`. The .docx is what counts; it may be edited in Word afterwards.
 * Tags are those of src/model/pack/template-tags.ts.
 */
import { writeFileSync } from 'node:fs';
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeightRule,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  VerticalMergeType,
} from 'docx';

const body = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋_GB2312' };
const heading = { ascii: '黑体', hAnsi: '黑体', eastAsia: '黑体' };
const title = { ascii: '方正小标宋简体', hAnsi: '方正小标宋简体', eastAsia: '方正小标宋简体' };
const boxes = { ascii: 'Segoe UI Symbol', hAnsi: 'Segoe UI Symbol', eastAsia: 'Segoe UI Symbol' };

// Chinese type sizes in half points: 小初 36 pt, 一号 26 pt, 二号 22 pt, 三号 16 pt, 四号 14 pt, 小四 12 pt.
const size = { xiaochu: 72, yi: 52, er: 44, san: 32, si: 28, xiaosi: 24 };

type Align = (typeof AlignmentType)[keyof typeof AlignmentType];
type Font = { ascii: string; hAnsi: string; eastAsia: string };

const run = (text: string, points: number = size.xiaosi, font: Font = body) =>
  new TextRun({ text, size: points, font });

interface Look {
  readonly align?: Align;
  readonly indent?: boolean;
  /** Twips kept free on the right. */
  readonly right?: number;
  readonly before?: number;
  readonly after?: number;
  /** Exact line height in twips. */
  readonly line?: number;
  readonly keep?: boolean;
  readonly breakBefore?: boolean;
}

const paragraph = (children: TextRun[], look: Look = {}) =>
  new Paragraph({
    children,
    alignment: look.align ?? AlignmentType.LEFT,
    ...(look.keep === undefined ? {} : { keepNext: look.keep }),
    ...(look.breakBefore === undefined ? {} : { pageBreakBefore: look.breakBefore }),
    indent: {
      ...(look.indent ? { firstLineChars: 200, firstLine: 480 } : {}),
      ...(look.right ? { right: look.right } : {}),
    },
    spacing: {
      before: look.before ?? 0,
      after: look.after ?? 0,
      ...(look.line ? { line: look.line, lineRule: LineRuleType.EXACT } : {}),
    },
  });

const mark = () =>
  new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ text: '【mark】', size: size.xiaosi, font: heading, color: 'C00000' })],
      }),
    ],
  });

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const line = { style: BorderStyle.SINGLE, size: 6, color: '000000' };

// Six columns, 8,845 twips: the width between margins of 28 mm and 26 mm on A4.
const columns = [1700, 1250, 1050, 1250, 1250, 2345];
const widthOf = (from: number, span: number): number =>
  columns.slice(from, from + span).reduce((sum, width) => sum + width, 0);

interface CellLook {
  readonly merge?: 'start' | 'more';
  readonly top?: boolean;
  readonly noBorder?: ('top' | 'bottom' | 'left' | 'right')[];
}

const cell = (from: number, span: number, children: Paragraph[], look: CellLook = {}) =>
  new TableCell({
    children,
    columnSpan: span,
    width: { size: widthOf(from, span), type: 'dxa' },
    verticalAlign: look.top ? VerticalAlignTable.TOP : VerticalAlignTable.CENTER,
    ...(look.merge
      ? { verticalMerge: look.merge === 'start' ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE }
      : {}),
    borders: Object.fromEntries((look.noBorder ?? []).map(side => [side, none])),
    margins: { top: 60, bottom: 60, left: 100, right: 100, marginUnitType: 'dxa' },
  });

const centred = (text: string) => paragraph([run(text)], { align: AlignmentType.CENTER });
const label = (from: number, span: number, ...lines: string[]) => cell(from, span, lines.map(centred));
const value = (from: number, span: number, tag: string) => cell(from, span, [centred(`【${tag}】`)]);
/** Long text: each line of the answer is a paragraph of its own, indented by two characters. */
const lines = (from: number, span: number, field: string) =>
  cell(
    from,
    span,
    [
      paragraph([run(`【#lines.${field}】`)]),
      paragraph([run('【.】')], { indent: true, line: 400 }),
      paragraph([run(`【/lines.${field}】`)]),
    ],
    { top: true },
  );
const choices = (from: number, span: number, field: string, options: readonly string[]) =>
  cell(from, span, [
    paragraph(
      options.flatMap((option, index) => [
        run(`【box.${field}.${option}】`, size.xiaosi, boxes),
        run(index < options.length - 1 ? `${option}   ` : option),
      ]),
    ),
  ]);

const row = (children: TableCell[], height = 600, split = false) =>
  new TableRow({ children, cantSplit: !split, height: { value: height, rule: HeightRule.ATLEAST } });
const section = (text: string) => row([cell(0, 6, [paragraph([run(text, size.si, heading)])])], 640);

/** Two blocks fill a page. */
const partner = () => [
  row([
    cell(0, 1, [centred('【#partners】【^name】（单位名称）【/name】【name】')], { merge: 'start' }),
    label(1, 1, '单位性质'),
    label(2, 2, '通讯地址'),
    label(4, 2, '联系人及联系电话'),
  ]),
  row([
    cell(0, 1, [centred('')], { merge: 'more' }),
    value(1, 1, 'nature'),
    value(2, 2, 'address'),
    cell(4, 2, [centred('【contact】 【phone】')]),
  ]),
  row([cell(0, 1, [centred('')], { merge: 'more' }), label(1, 5, '职责分工')]),
  row(
    [
      cell(0, 1, [centred('')], { merge: 'more' }),
      cell(
        1,
        5,
        [
          paragraph([run('【#lines.duties】')]),
          paragraph([run('【.】')], { indent: true, line: 400 }),
          paragraph([run('【/lines.duties】【/partners】')]),
        ],
        { top: true },
      ),
    ],
    4600,
    true,
  ),
];

const statement = (text: string) => paragraph([run(text)], { indent: true, line: 460, keep: true });
const blank = (height: number) => paragraph([run('')], { before: height, keep: true });
const date = () =>
  paragraph([run('年    月    日')], { align: AlignmentType.RIGHT, right: 1000, before: 160, after: 60 });
const sealed = (text: string) =>
  paragraph([run(text)], { align: AlignmentType.RIGHT, right: 1200, keep: true });

const seal = (from: number, side: 'left' | 'right') =>
  cell(
    from,
    3,
    [
      paragraph(
        [
          run(
            `${side === 'left' ? '【#pairs.partners】' : ''}【#${side}】合作单位【${side}】（盖章）【/${side}】`,
          ),
        ],
        { align: AlignmentType.CENTER, before: 1000 },
      ),
      paragraph(
        [run(`【#${side}】年    月    日【/${side}】${side === 'right' ? '【/pairs.partners】' : ''}`)],
        { align: AlignmentType.CENTER, before: 120, after: 60 },
      ),
    ],
    { noBorder: side === 'left' ? ['top', 'right'] : ['top', 'left'] },
  );

/** One table a page: no heading is ever left alone at the foot of one, in Word or in LibreOffice. */
const page = (rows: TableRow[]) => [
  new Paragraph({ pageBreakBefore: true, children: [], spacing: { line: 20, lineRule: LineRuleType.EXACT } }),
  new Table({
    layout: TableLayoutType.FIXED,
    columnWidths: columns,
    width: { size: widthOf(0, 6), type: 'dxa' },
    borders: {
      top: line,
      bottom: line,
      left: line,
      right: line,
      insideHorizontal: line,
      insideVertical: line,
    },
    rows,
  }),
];

const form = [
  ...page([
    section('一、建设主体单位基本信息'),
    row([
      label(0, 1, '单位名称'),
      value(1, 2, 'unitName'),
      label(3, 1, '通讯地址'),
      value(4, 2, 'unitAddress'),
    ]),
    row([
      label(0, 1, '单位性质'),
      choices(1, 5, 'unitNature', ['高等学校', '科研院所', '企业', '医疗卫生单位', '其它']),
    ]),
    row([
      label(0, 1, '法人代表'),
      value(1, 1, 'legalPerson'),
      label(2, 1, '联系人'),
      value(3, 1, 'contactPerson'),
      label(4, 1, '联系电话'),
      value(5, 1, 'contactPhone'),
    ]),
    row([label(0, 1, '创新研发', '情况'), lines(1, 5, 'rdSituation')], 3600, true),
    row([label(0, 1, '创新团队', '建设情况'), lines(1, 5, 'team')], 3600, true),
    row([label(0, 1, '科技成果', '获得情况'), lines(1, 5, 'achievements')], 3600, true),
  ]),
  ...page([
    section('二、技术创新中心基本信息'),
    row([
      label(0, 1, '中心名称'),
      value(1, 2, 'centerName'),
      label(3, 1, '通讯地址'),
      value(4, 2, 'centerAddress'),
    ]),
    row([label(0, 1, '责任人'), value(1, 2, 'leader'), label(3, 1, '联系电话'), value(4, 2, 'leaderPhone')]),
    row([
      label(0, 1, '技术领域'),
      choices(1, 5, 'domainBox', ['先进制造', '绿色低碳', '山地特色农业', '大健康', '其他']),
    ]),
    row([label(0, 1, '技术实力'), lines(1, 5, 'techStrength')], 4300, true),
    row([label(0, 1, '主要建设', '内容和', '预期目标'), lines(1, 5, 'goals')], 6600, true),
  ]),
  ...page([section('三、主要合作单位信息'), ...partner()]),
  ...page([
    section('四、建设主体单位意见'),
    row(
      [
        cell(
          0,
          6,
          [
            statement(
              '已对申请书内容进行了审核，情况属实，且无知识产权争议和侵权风险，并保证在批准建设后做到以下几点：',
            ),
            statement('（1）严格遵守万州区技术创新中心管理的各项规定，承诺承担相应权责；'),
            statement('（2）按约定投入技术创新中心建设所需的人力、物力、财力和工作时间；'),
            statement(
              '（3）督促技术创新中心主任和本单位科技管理部门按万州区科学技术局的要求及时报送有关报表和材料。',
            ),
            blank(2000),
            paragraph([run('法人代表（签章）                    单位（盖章）')], {
              align: AlignmentType.CENTER,
              keep: true,
            }),
            date(),
          ],
          { top: true },
        ),
      ],
      6000,
    ),
    section('五、合作单位意见'),
    row([
      cell(
        0,
        6,
        [
          statement(
            '同意合作建设万州区技术创新中心，保证对参加合作人员、时间及工作条件的支持，督促其按计划完成所承担的任务。',
          ),
        ],
        { noBorder: ['bottom'] },
      ),
    ]),
    row([seal(0, 'left'), seal(3, 'right')], 2300),
  ]),
  ...page([
    section('六、有关部门推荐意见'),
    row([cell(0, 6, [blank(4200), sealed('单位（盖章）'), date()])], 6000),
    section('七、区科学技术局意见'),
    row([cell(0, 6, [blank(4200), sealed('单位（盖章）'), date()])], 6000),
  ]),
];

const coverRow = (text: string, tag: string) =>
  new TableRow({
    height: { value: 800, rule: HeightRule.ATLEAST },
    cantSplit: true,
    children: [
      new TableCell({
        width: { size: 2700, type: 'dxa' },
        verticalAlign: VerticalAlignTable.BOTTOM,
        borders: { top: none, bottom: none, left: none, right: none },
        children: [paragraph([run(text, size.san)], { align: AlignmentType.DISTRIBUTE })],
      }),
      new TableCell({
        width: { size: 5300, type: 'dxa' },
        verticalAlign: VerticalAlignTable.BOTTOM,
        borders: { top: none, bottom: line, left: none, right: none },
        children: [paragraph([run(`【${tag}】`, size.san)], { align: AlignmentType.CENTER })],
      }),
    ],
  });

const cover = [
  paragraph([run('重庆市万州区技术创新中心', size.yi, title)], { align: AlignmentType.CENTER, before: 2400 }),
  paragraph([run('建设意向申请书', size.xiaochu, title)], {
    align: AlignmentType.CENTER,
    before: 300,
    after: 2200,
  }),
  new Table({
    alignment: AlignmentType.CENTER,
    layout: TableLayoutType.FIXED,
    columnWidths: [2700, 5300],
    width: { size: 8000, type: 'dxa' },
    borders: {
      top: none,
      bottom: none,
      left: none,
      right: none,
      insideHorizontal: none,
      insideVertical: none,
    },
    rows: [
      coverRow('中心名称：', 'centerName'),
      coverRow('技术领域：', 'domain'),
      coverRow('负 责 人：', 'leader'),
      coverRow('建设主体单位：', 'unitName'),
      coverRow('申请日期：', 'applyDate'),
    ],
  }),
];

/** At the foot of the cover, where no long name can push it onto the next page. */
const imprint = new Footer({
  children: [
    paragraph([run('重庆市万州区科学技术局制', size.san)], { align: AlignmentType.CENTER }),
    paragraph([run('二○二二年八月', size.san)], { align: AlignmentType.CENTER, before: 120, after: 900 }),
  ],
});

const instructions = [
  '一、此申请书为重庆市万州区技术创新中心建设意向申请书，填报时仔细阅读相关说明，须认真填写，文字阐述应清晰、简明扼要、重点突出。',
  '二、建设主体单位是万州区内注册的独立法人单位，是技术创新中心建设运行的重要枢纽，具有为技术创新中心建设提供良好科研条件和充足匹配经费的能力。',
  '三、申请的万州区技术创新中心符合重庆市万州区科学技术局发布的技术创新中心申报要求。',
  '四、申请书中未列但需要说明的内容可另加附页，相关证明材料作为附件一同上报。',
  '五、技术创新中心负责人应在申报书上亲自签名；建设主体单位法人需在相应部分签章；建设主体单位和合作单位需在相应部分盖章。',
];

const document = new Document({
  title: '重庆市万州区技术创新中心建设意向申请书',
  creator: 'shenbao',
  styles: {
    default: { document: { run: { font: body, size: size.xiaosi, language: { eastAsia: 'zh-CN' } } } },
  },
  sections: [
    {
      properties: {
        titlePage: true,
        page: {
          size: { width: 11906, height: 16838 },
          margin: { top: 1440, bottom: 1440, left: 1588, right: 1474, header: 737, footer: 794 },
          pageNumbers: { start: 0 },
        },
      },
      headers: { default: mark(), first: mark() },
      footers: {
        first: imprint,
        default: new Footer({
          children: [
            new Paragraph({
              alignment: AlignmentType.CENTER,
              children: [
                new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], size: size.si, font: body }),
              ],
            }),
          ],
        }),
      },
      children: [
        ...cover,
        paragraph([run('说 明', size.er, title)], {
          align: AlignmentType.CENTER,
          breakBefore: true,
          before: 400,
          after: 600,
        }),
        ...instructions.map(
          text =>
            new Paragraph({
              children: [run(text, size.san)],
              indent: { firstLineChars: 200, firstLine: 640 },
              spacing: { line: 560, lineRule: LineRuleType.EXACT },
            }),
        ),
        ...form,
      ],
    },
  ],
});

const target = new URL('../../conversations/wanzhou-2022/templates/意向申请书.docx', import.meta.url);
writeFileSync(target, await Packer.toBuffer(document));
