import { simplified } from '../language/script.ts';
import { spokenCommand } from './spoken-command.ts';
import { clean, fold, length } from './text.ts';

/** Words that always mean the same, wherever one is in the conversation. */
const words = {
  menu: [
    '菜单',
    '主菜单',
    '主选单',
    '选单',
    '返回菜单',
    '首页',
    '返回首页',
    '返回',
    '开始',
    '/start',
    'start',
    'menu',
    '/menu',
    '退出',
  ],
  help: ['帮助', 'help', '/help', '怎么用', '使用说明', '使用帮助', '指令', '命令'],
  check: ['资格自测', '自测', '开始自测', '资格预审', '资格自查', '/check'],
  again: ['重新自测', '再测一次', '重测'],
  amend: ['更正', '更正自测', '改自测', '自测有误'],
  apply: ['开始填报', '填报', '填表', '开始填表', '开始申报', '我要申报', '我要填报', '/apply'],
  resume: ['继续', '继续填报', '继续填表', '接着填', '/resume'],
  ask: ['政策问答', '问政策', '政策咨询'],
  useful: ['有用'],
  useless: ['没用', '没有用'],
  transfer: ['转移草稿', '换个渠道填', '换渠道', '领取码', '/transfer'],
  notices: ['切换通知', '其他通知', '更换通知', '选择通知', '/notices'],
  progress: ['我的进度', '进度', '查进度', '查询进度', '办理进度', '/status'],
  mine: ['我的申请', '我的申请列表', '切换申请', '换一份申请'],
  another: [
    '再报一份',
    '再填一份',
    '再申报一份',
    '再报一个',
    '再填一个',
    '另报一份',
    '新建申请',
    '新的申请',
    '新申请',
    '再来一份',
  ],
  document: [
    '我的申请书',
    '申请书',
    '下载申请书',
    '申请书发我',
    '发我申请书',
    '申请书发我一份',
    '导出申请书',
    '打印申请书',
  ],
  blank: ['空白表', '空白申请书'],
  straight: ['直接填表', '跳过自测'],
  contacts: ['联系科室', '联系电话', '科室电话', '/contacts'],
  human: ['转人工', '人工', '人工客服', '人工服务', '找人工', '/human'],
  back: ['上一步', '返回上一步', '上一题', '上一项', '后退', '/back'],
  skip: ['跳过', '跳过这项', '跳过此项', '先跳过', '略过', '/skip'],
  view: ['查看', '查看已填', '查看填写内容', '看看填了什么', '/view'],
  pause: ['暂停', '暂停填报', '先到这里', '稍后再填', '下次再填', '/pause'],
  restart: ['重来', '重新开始', '重新填报', '重填', '清空', '从头再来'],
  undo: ['撤销', '撤销清空', '恢复'],
  list: ['材料清单', '清单', '材料', '需要哪些材料', '/list'],
  submit: ['提交', '提交申请', '我要提交', '/submit'],
  change: ['修改', '修改某项', '更改'],
  withdraw: ['撤回申请', '撤回'],
  resubmit: ['重新提交'],
  fix: ['开始补正', '补正', '/fix'],
  export: ['导出我的资料', '导出资料'],
  forget: ['删除我的资料', '删除资料'],
  quiet: ['不再提醒', '取消提醒'],
} as const satisfies Record<string, readonly string[]>;

export type Command = keyof typeof words;

const table = new Map<string, Command>(
  Object.entries(words).flatMap(([command, names]) => names.map(name => [name, command as Command] as const)),
);

/** Longest text that can be a command, in characters; anything longer is content. */
const COMMAND_LIMIT = 40;
/** Longest text whose script is folded to find a change in it, in characters: far more than a name and a line. */
const CHANGE_LIMIT = 500;

/** Every word and phrase that is a command by itself. */
export const commandNames: readonly string[] = [...table.keys()];

export const commandOf = (text: string): Command | null => {
  const line = clean(text);
  if (length(line) > COMMAND_LIMIT || line.includes('\n')) return null;
  const folded = fold(line);
  return table.get(line.toLowerCase()) ?? table.get(folded) ?? spokenCommand(folded);
};

/** `修改 联系电话`, `跳到中心名称`: go to a field. */
const goTo =
  /^(?:请|我要|我想|帮我)?(?:修改|更改|更正|改一下|改下|跳到|跳转到|转到|回到|重填)[\s:：]*["“「]?(.+?)["”」]?(?:这一?项|一项)?$/u;
/** `联系电话改为 023-58220000`. */
const setTo =
  /^(?:算了|不对|哦|嗯|那|对了|要不|还是|，|,|请|我要|我想|帮我)*(?:把|将)?["“「]?(.{1,20}?)["”」]?(?:改为|改成|修改为|更正为|更改为|换成)[\s:：]*(.+)$/su;

/** Said behind a new value, and no part of it; 茶吧 and 书吧 are names. */
const particles =
  /(?:(?:[了啊呀哈嘛噻哦嘞呗咯哟]|(?<![酒网书氧茶话水餐清陶咖])吧)(?:[，,\s]?谢谢(?:老师|您|你)?)?|[，,\s]谢谢(?:老师|您|你)?)[。.!！~～]?$/u;

export type ChangeRequest = { readonly name: string; readonly value: string | null };

export const changeRequestOf = (text: string): ChangeRequest | null => {
  const line = clean(text);
  const plain = length(line) > CHANGE_LIMIT ? line : simplified(line);
  const set = setTo.exec(plain);
  if (set) {
    // The value is kept as it was written: it ends where the line ends.
    const sameLength = plain.length === line.length;
    const value = sameLength ? line.slice(line.length - set[2]!.length) : set[2]!;
    return {
      name: set[1]!,
      value: length(value) > COMMAND_LIMIT ? value : value.replace(particles, '') || value,
    };
  }
  if (length(line) > COMMAND_LIMIT || line.includes('\n')) return null;
  const go = goTo.exec(plain);
  return go ? { name: go[1]!, value: null } : null;
};
