import { AlignmentType, Document, LevelFormat, Packer, Paragraph } from 'docx';
import { describe, expect, it } from 'vitest';
import { readDocx } from '../../src/documents/docx-text.ts';

const level = (at: number, format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => ({
  level: at,
  format,
  text,
  alignment: AlignmentType.START,
});

const item = (text: string, at: number, reference = 'notice') =>
  new Paragraph({ text, numbering: { reference, level: at } });

const numbered = async (...children: Paragraph[]): Promise<string[]> => {
  const document = new Document({
    numbering: {
      config: [
        {
          reference: 'notice',
          levels: [
            level(0, LevelFormat.CHINESE_COUNTING, '%1、'),
            level(1, LevelFormat.CHINESE_COUNTING, '（%2）'),
            level(2, LevelFormat.DECIMAL, '%3．'),
          ],
        },
        { reference: 'articles', levels: [level(0, LevelFormat.DECIMAL, '第%1条 ')] },
        { reference: 'dots', levels: [level(0, LevelFormat.BULLET, '●')] },
      ],
    },
    sections: [{ children }],
  });
  const read = readDocx(new Uint8Array(await Packer.toBuffer(document)), { numbered: true });
  if (!read.ok) throw new Error('unreadable');
  return read.value.map(part => (part.kind === 'paragraph' ? part.text : ''));
};

describe('numbers that Word counts itself', () => {
  it('are those of the list, level and place, and begin anew below the next of a higher level', async () => {
    expect(
      await numbered(
        item('申报条件', 0),
        item('依法注册。', 1),
        item('经营满一年。', 1),
        item('其中企业：', 2),
        item('申报材料', 0),
        item('申报书。', 1),
        new Paragraph('不编号的一段'),
        item('总则', 0, 'articles'),
        item('附则', 0, 'articles'),
        item('一点', 0, 'dots'),
      ),
    ).toEqual([
      '一、申报条件',
      '（一）依法注册。',
      '（二）经营满一年。',
      '1．其中企业：',
      '二、申报材料',
      '（一）申报书。',
      '不编号的一段',
      '第1条 总则',
      '第2条 附则',
      '一点',
    ]);
  });

  it('are left out where nobody asks for them', async () => {
    const bytes = await Packer.toBuffer(
      new Document({
        numbering: { config: [{ reference: 'notice', levels: [level(0, LevelFormat.DECIMAL, '%1.')] }] },
        sections: [{ children: [item('单位名称', 0)] }],
      }),
    );
    const read = readDocx(new Uint8Array(bytes));
    expect(read.ok && read.value).toEqual([{ kind: 'paragraph', text: '单位名称' }]);
  });
});
