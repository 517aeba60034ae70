import { formData } from '../../src/documents/form-data.ts';
import { renderForm } from '../../src/documents/render-form.ts';
import type { Pack } from '../../src/model/pack/pack.ts';

/** A one-pixel picture, a PDF that says nothing, a program, and something far too large. */
const made: Readonly<Record<string, () => Uint8Array>> = {
  '照片.png': () =>
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  '方案.pdf': () => Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  '程序.exe': () => Buffer.from('MZ\u0090\u0000 not a document'),
  '照片改名.docx': () => Buffer.from('MZ\u0090\u0000 not a document'),
  '太大.pdf': () => Buffer.alloc(21 * 1024 * 1024, 0x20),
};

/** The office's own form, filled in outside and sent back. */
const filledForm = (pack: Pack): Uint8Array => {
  const values = {
    unitName: '重庆三峡智造有限公司',
    unitNature: '企业',
    unitAddress: '重庆市万州区天城大道1号',
    legalPerson: '王建国',
    contactPhone: '023-58220000',
    rdSituation: '近三年研发投入2300万元。',
    centerName: '重庆市万州区智能装备技术创新中心',
  };
  const answers = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value }]));
  return renderForm(
    pack.templates.get(pack.form.template)!,
    formData(pack, answers, {}, { rehearsal: false }),
  );
};

/** The file a transcript means by its name. */
export const fileNamed = (pack: Pack, name: string): Uint8Array => {
  if (name === '已填的申请书.docx') return filledForm(pack);
  const make = made[name];
  if (!make)
    throw new Error(`没有名为“${name}”的文件，可用：已填的申请书.docx、${Object.keys(made).join('、')}`);
  return make();
};
