/**
 * 附件1 as an office's blank form looks when somebody fills it in by hand: cover lines with underscores, one long table,
 * boxes of Wingdings, names written into or under「（单位名称）」. Built here because the office's own file is a .doc.
 */
import {
  Document,
  Packer,
  Paragraph,
  SymbolRun,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalMergeType,
} from 'docx';

export interface HandFilled {
  readonly cover: readonly string[];
  readonly nature: readonly (string | { readonly box: 'ticked' | 'empty' })[];
  readonly domain: string;
  readonly partners: readonly {
    readonly title: string;
    readonly cells: readonly [string, string, string];
    readonly duties: string;
  }[];
  readonly rows?: Readonly<Record<string, string>>;
}

const paragraphs = (text: string) =>
  text.split('\n').map(line => new Paragraph({ children: [new TextRun(line)] }));
const cell = (text: string, span = 1) => new TableCell({ children: paragraphs(text), columnSpan: span });
const row = (...cells: TableCell[]) => new TableRow({ children: cells });

// Wingdings FE is a ticked box, A8 an empty one.
const boxRun = (box: 'ticked' | 'empty') =>
  new SymbolRun({ char: box === 'ticked' ? 'F0FE' : 'F0A8', symbolfont: 'Wingdings' });

const partnerRows = ({ title, cells, duties }: HandFilled['partners'][number]) => {
  const merged = (text: string, verticalMerge: 'restart' | 'continue') =>
    new TableCell({ children: paragraphs(text), verticalMerge });
  return [
    row(
      merged(title, VerticalMergeType.RESTART),
      cell('单位性质'),
      cell('通讯地址', 2),
      cell('联系人及联系电话', 2),
    ),
    row(merged('', VerticalMergeType.CONTINUE), cell(cells[0]), cell(cells[1], 2), cell(cells[2], 2)),
    row(merged('', VerticalMergeType.CONTINUE), cell('职责分工', 5)),
    row(merged('', VerticalMergeType.CONTINUE), cell(duties, 5)),
  ];
};

export const handFilled = async (content: HandFilled): Promise<Uint8Array> => {
  const value = (label: string): string => content.rows?.[label] ?? '';
  const nature = new TableCell({
    columnSpan: 5,
    children: [
      new Paragraph({
        children: content.nature.map(part =>
          typeof part === 'string' ? new TextRun(part) : boxRun(part.box),
        ),
      }),
    ],
  });
  const document = new Document({
    sections: [
      {
        children: [
          ...content.cover.flatMap(paragraphs),
          ...paragraphs('说 明\n一、此申请书为重庆市万州区技术创新中心建设意向申请书。'),
          new Table({
            rows: [
              row(cell('一、建设主体单位基本信息', 6)),
              row(
                cell('单位名称'),
                cell(value('单位名称'), 2),
                cell('通讯地址'),
                cell(value('单位通讯地址'), 2),
              ),
              row(cell('单位性质'), nature),
              row(
                cell('法人代表'),
                cell(value('法人代表')),
                cell('联系人'),
                cell(value('联系人')),
                cell('联系电话'),
                cell(value('单位联系电话')),
              ),
              row(cell('创新研发情况'), cell(value('创新研发情况'), 5)),
              row(cell('创新团队\n\n建设情况'), cell(value('创新团队建设情况'), 5)),
              row(cell('科技成果\n\n获得情况'), cell(value('科技成果获得情况'), 5)),
              row(cell('二、技术创新中心基本信息', 6)),
              row(
                cell('中心名称'),
                cell(value('中心名称'), 2),
                cell('通讯地址'),
                cell(value('中心通讯地址'), 2),
              ),
              row(cell('责任人'), cell(value('责任人'), 2), cell('联系电话'), cell(value('中心联系电话'), 2)),
              row(cell('技术领域'), cell(content.domain, 5)),
              row(cell('技术实力'), cell(value('技术实力'), 5)),
              row(cell('主要建设内容和预期目标'), cell(value('主要建设内容和预期目标'), 5)),
              row(cell('三、主要合作单位信息', 6)),
              ...content.partners.flatMap(partnerRows),
              row(cell('四、建设主体单位意见', 6)),
              row(cell('法人代表（签章）  单位（盖章）\n年  月  日', 6)),
              row(cell('五、合作单位意见', 6)),
              row(cell('合作单位1（盖章）  合作单位2（盖章）', 6)),
            ],
          }),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
};
