import type { FieldKind } from '../../src/model/pack/field-kinds.ts';

/** What each kind takes, and how it writes it; what it refuses, and why. A kind without a line here fails the registry test. */
export const fixtures: Record<
  FieldKind,
  {
    readonly taken: readonly (readonly [string, string])[];
    readonly refused: readonly (readonly [string, string])[];
  }
> = {
  line: {
    taken: [
      ['重庆三峡智造有限公司', '重庆三峡智造有限公司'],
      ['  天城大道  1 号 ', '天城大道 1 号'],
      ['第一行\n第二行', '第一行 第二行'],
      ['<script>alert(1)</script>', '<script>alert(1)</script>'],
      ["'; DROP TABLE records;--", "'; DROP TABLE records;--"],
      ['通过\u202e准批已\u202c', '通过准批已'],
      ['无', '无'],
      ['待定路1号', '待定路1号'],
      ['不知道科技有限公司', '不知道科技有限公司'],
      ['家👨‍👩‍👧𠮷', '家👨‍👩‍👧𠮷'],
    ],
    refused: [
      ['', 'empty'],
      ['\u200b\u202e ', 'empty'],
      ['不知道', 'not-yet'],
      ['我们还没确定。', 'not-yet'],
      ['等我问一下', 'not-yet'],
      ['先空着吧', 'not-yet'],
      ['有的', 'not-yet'],
      ['同上', 'elsewhere'],
      ['见附件', 'elsewhere'],
      ['长'.repeat(201), 'too-long'],
      ['长'.repeat(100_000), 'too-long'],
    ],
  },
  paragraph: {
    taken: [
      ['一\n二', '一\n二'],
      ['详见附件', '详见附件'],
      ['一\r\n\r\n\r\n\r\n二  ', '一\n\n二'],
      ['一\u2028二', '一\n二'],
      ['孤\ud800立', '孤\ufffd立'],
    ],
    refused: [
      ['', 'empty'],
      ['长'.repeat(20_001), 'too-long'],
    ],
  },
  choice: {
    taken: [
      ['企业', '企业'],
      ['公司', '企业'],
      ['2', '其它'],
      ['☑企业 □其它', '企业'],
      ['□企业 ☑其它', '其它'],
      ['我们是公司', '企业'],
    ],
    refused: [
      ['', 'empty'],
      ['学校', 'not-an-option'],
      ['不是企业', 'not-an-option'],
      ['3', 'not-an-option'],
    ],
  },
  phone: {
    taken: [
      ['13800138000', '13800138000'],
      ['138 0013 8000', '13800138000'],
      ['+86 138-0013-8000', '13800138000'],
      ['０２３－５８２２００００', '023-58220000'],
      ['023—58220000', '023-58220000'],
      ['（023）58220000', '023-58220000'],
      ['02358220000', '023-58220000'],
      ['010-62000000', '010-62000000'],
      ['58220000', '58220000'],
      ['023-58220000转801', '023-58220000转801'],
      ['400-820-8820', '400-820-8820'],
    ],
    refused: [
      ['', 'empty'],
      ['12345', 'bad-phone'],
      ['138001380001', 'bad-phone'],
      ['12800138000', 'bad-phone'],
      ['电话晚点给', 'bad-phone'],
    ],
  },
  date: {
    taken: [
      ['2022年9月1日', '2022年9月1日'],
      ['2022-09-01', '2022年9月1日'],
      ['2022/9/1', '2022年9月1日'],
      ['20220901', '2022年9月1日'],
      ['9月16日', '2022年9月16日'],
      ['9.16', '2022年9月16日'],
      ['二○二二年九月十六日', '2022年9月16日'],
      ['二〇二二年十二月三十一日', '2022年12月31日'],
      ['２０２２年９月１日', '2022年9月1日'],
      ['今天', '2022年9月1日'],
      ['2024年2月29日', '2024年2月29日'],
    ],
    refused: [
      ['', 'empty'],
      ['2022年2月29日', 'bad-date'],
      ['2022年13月1日', 'bad-date'],
      ['下周', 'bad-date'],
      ['月月日日', 'bad-date'],
    ],
  },
  person: {
    taken: [
      ['王建国', '王建国'],
      ['罗  以', '罗以'],
      ['买买提·吐尔逊', '买买提·吐尔逊'],
      ['Anna Müller', 'Anna Müller'],
    ],
    refused: [
      ['', 'empty'],
      ['13800138000', 'not-a-name'],
      ['写谁的名字？', 'not-a-name'],
      ['和法人一样', 'elsewhere'],
      ['待定', 'not-yet'],
      ['没有', 'not-yet'],
      ['。。。', 'not-a-name'],
      ['长'.repeat(31), 'not-a-name'],
    ],
  },
  composed: {
    taken: [
      ['榨菜精深加工', '重庆市万州区榨菜精深加工技术创新中心'],
      ['重庆市万州区榨菜精深加工技术创新中心', '重庆市万州区榨菜精深加工技术创新中心'],
      ['万州区榨菜精深加工技术创新中心', '重庆市万州区榨菜精深加工技术创新中心'],
      ['“智能装备”', '重庆市万州区智能装备技术创新中心'],
      ['智能装备技术创新中心技术创新中心', '重庆市万州区智能装备技术创新中心'],
    ],
    refused: [
      ['', 'empty'],
      ['重庆市万州区技术创新中心', 'only-template'],
      ['XXX', 'placeholder'],
      ['重庆市万州区某某技术创新中心', 'placeholder'],
      ['***', 'placeholder'],
      ['长'.repeat(61), 'too-long'],
    ],
  },
  email: {
    taken: [
      ['keji@example.com', 'keji@example.com'],
      ['ｋｅｊｉ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'keji@example.com'],
      ['<li.ming@mail.example.com.cn>', 'li.ming@mail.example.com.cn'],
      ['keji@example。com', 'keji@example.com'],
      ['keji @ example.com。', 'keji@example.com'],
    ],
    refused: [
      ['', 'empty'],
      ['keji@', 'shape'],
      ['keji.example.com', 'shape'],
      ['a@b', 'shape'],
      ['a@b.com，c@d.com', 'shape'],
      ['没有邮箱', 'shape'],
      ['等我问一下', 'not-yet'],
    ],
  },
};
