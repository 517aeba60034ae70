/** One way to hold a conversation on Redis. A turn is one text of one chat; it ends when the reply could leave. */
export interface System {
  readonly name: string;
  /** What it sends to Redis: scripts, whose inner commands are no round trips, or plain commands. */
  readonly sends: 'scripts' | 'plain commands';
  turn(chat: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export type OpenSystem = (url: string) => Promise<System>;

/** The answers that every system is given, one a turn: those of a whole application, over again when it is longer. */
export const answers: readonly string[] = [
  '企业',
  '是',
  '是',
  '是',
  '否',
  '否',
  '否',
  '否',
  '否',
  '先进制造',
  '否',
  '是',
  '是',
  '重庆三峡智造有限公司',
  '企业',
  '重庆市万州区天城大道1号',
  '王建国',
  '李明',
  '023-58220000',
  '近三年研发投入2300万元，建有区级企业技术中心。在研项目6项。',
  '团队42人，其中高级职称9人。',
  '获发明专利11件，制定地方标准2项。',
  '智能装备',
  '先进制造',
  '赵敏',
  '13800001111',
  '重庆市万州区高峰路8号',
  '掌握高速加工与在线检测两项核心技术。',
  '建设中试线一条；三年内转化成果10项。',
  '2022年9月1日',
];
