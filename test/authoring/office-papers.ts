import {
  CheckBox,
  Document,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  UnderlineType,
  VerticalMergeType,
} from 'docx';

const cell = (text: string, options: { span?: number; merge?: 'restart' | 'continue' } = {}) =>
  new TableCell({
    children: text
      .split('\n')
      .map(line => new Paragraph({ children: line === '' ? [] : [new TextRun({ text: line, bold: true })] })),
    ...(options.span === undefined ? {} : { columnSpan: options.span }),
    ...(options.merge === undefined
      ? {}
      : {
          verticalMerge: options.merge === 'restart' ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE,
        }),
  });

const row = (...cells: (string | TableCell)[]) =>
  new TableRow({ children: cells.map(one => (typeof one === 'string' ? cell(one) : one)) });

const pack = async (children: (Paragraph | Table)[]): Promise<Uint8Array> =>
  new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })));

export const noticeLines = [
  '关于组织开展2031年度青江市绿色工厂申报工作的通知',
  '各区县工信局，各有关企业：',
  '为推动制造业绿色发展，现将2031年度青江市绿色工厂申报工作有关事项通知如下。',
  '一、申报条件',
  '（一）在青江市行政区域内登记注册的企业，具有独立法人资格。',
  '（二）近三年未发生重大安全事故、严重环境违法行为。',
  '（三）上年度研发投入占营业收入的比例不低于3%。',
  '（四）绿色发展成效显著，在行业内有示范作用。',
  '二、申报材料',
  '（一）《青江市绿色工厂申报表》一式两份。',
  '（二）营业执照复印件。',
  '三、申报程序',
  '（一）受理。市工信局节能科受理申报材料并进行初审。',
  '（二）专家评审。市工信局组织专家评审。',
  '（三）公布。评审结果在市工信局网站公示5个工作日。',
  '四、申报时间和方式',
  '申报时间为2031年5月6日至2031年6月10日，申报材料报送至市工信局节能科。',
  '五、联系方式',
  '节能科，宋青，0999-6100200，电子邮箱：jnk@qingjiang.example',
  '附件：青江市绿色工厂申报表',
  '青江市工业和信息化局',
  '2031年4月28日',
];

export const noticeDocx = (): Promise<Uint8Array> =>
  pack(noticeLines.map(text => new Paragraph({ children: [new TextRun(text)] })));

/** Every way in which forms leave room for an answer: blanks, underlines, cells, boxes, controls, rows, a grid, a seal. */
export const formDocx = (): Promise<Uint8Array> =>
  pack([
    new Paragraph('青江市绿色工厂申报表'),
    new Paragraph({
      children: [
        new TextRun('企业名称：'),
        new TextRun({ text: '          ', underline: { type: UnderlineType.SINGLE } }),
      ],
    }),
    new Paragraph('填报日期：    年  月  日'),
    new Paragraph('一、企业基本情况'),
    new Table({
      rows: [
        row('统一社会信用代码', '', '注册资本（万元）', ''),
        row('企业类型', cell('□国有  □民营  □外资', { span: 3 })),
        row(cell('法定代表人', { merge: 'restart' }), '姓名', '', '电话', ''),
        row(cell('', { merge: 'continue' }), '邮箱', '', '手机', ''),
        row('职工人数（人）', '', '是否上市', '□是  □否'),
        new TableRow({
          children: [
            cell('所属行业'),
            new TableCell({
              columnSpan: 3,
              children: [
                new Paragraph({
                  children: [
                    new CheckBox({ checked: false }),
                    new TextRun('电子  '),
                    new CheckBox({ checked: false }),
                    new TextRun('机械'),
                  ],
                }),
              ],
            }),
          ],
        }),
      ],
    }),
    new Paragraph('二、主要经济指标'),
    new Table({
      rows: [
        row('指标', '2029年', '2030年'),
        row('营业收入（万元）', '', ''),
        row('研发投入（万元）', '', ''),
      ],
    }),
    new Paragraph('三、绿色产品'),
    new Table({ rows: [row('序号', '产品名称', '认证编号'), row('1', '', ''), row('2', '', '')] }),
    new Paragraph('四、工作情况'),
    new Table({ rows: [row('绿色制造工作情况', '\n\n'), row('企业意见', '（盖章）\n年  月  日')] }),
  ]);
